//! Training: which trainer, with which parameters, on which samples.

mod finalize;
#[cfg(test)]
mod tests;
mod trainers;
mod watched;

pub use watched::train_watched;

use std::borrow::Cow;

use zstd_core::sys;
use zstd_core::{DictKind, Dictionary, Error as CoreError, Threads, level_bounds, with_refusals};

pub use finalize::finalize;

use crate::error::{Error, Result};
use crate::samples::Samples;
use trainers::{cover, error_name, fast_cover, is_refusal, is_unnamed, legacy};

/// The smallest dictionary that libzstd makes, in bytes.
const SMALLEST_DICTIONARY: usize = 256;

/// The optimising trainers take the samples' size as 32 bits.
const LARGEST_TOTAL: usize = u32::MAX as usize - 1;

/// The part of the samples that the optimising fast cover trainer trains on by default.
const FAST_COVER_SPLIT: f64 = 0.75;

/// How a dictionary is made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Trainer {
    /// What libzstd takes by default: the fast cover trainer, trying a few segment sizes.
    Default,
    /// The trainer of libzstd's first versions.
    Legacy {
        /// Larger values take more of the samples into the dictionary; 9 is usual, 0 means 9.
        selectivity: u32,
    },
    /// The cover trainer.
    Cover(Cover),
    /// The fast cover trainer.
    FastCover(FastCover),
}

/// Parameters of the cover trainer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cover {
    /// Segment size in bytes; 16 to 2048 is reasonable. 0: to be found by optimising.
    pub k: u32,
    /// Dmer size in bytes, at most `k`; 6 to 16 is reasonable. 0: to be found by optimising.
    pub d: u32,
    /// Whether to try several parameters and keep those that compress the samples best.
    pub optimize: bool,
    /// How many values of `k` to try; 0 means libzstd's default.
    pub steps: u32,
    /// Threads of libzstd's that try parameters at the same time.
    pub threads: Threads,
    /// The part of the samples that is trained on, the rest being tested on: above 0 and at most 1; 0 means libzstd's default.
    pub split_point: f64,
}

/// Parameters of the fast cover trainer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FastCover {
    /// What it shares with the cover trainer; `d` must be 6 or 8.
    pub cover: Cover,
    /// Log of the size of the frequency table, 1 to 31; 0 means 20.
    pub f: u32,
    /// Acceleration, 1 to 10; higher is faster and less accurate; 0 means 1.
    pub accel: u32,
}

/// What all trainers have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrainOptions {
    /// The level that the dictionary is made for; 0 means 3.
    pub level: i64,
    /// The ID that the dictionary gets; 0 means one drawn from its content.
    pub dict_id: u32,
    /// What libzstd writes to stderr: 0 nothing, 1 errors, 2 progress, 3 details, 4 everything.
    pub notifications: u32,
}

/// Makes a dictionary of at most `dict_size` bytes out of `samples`.
///
/// # Errors
///
/// Samples too few or too small to learn from, a dictionary size below 256 bytes, parameters that the trainer cannot work with.
pub fn train(
    dict_size: usize,
    samples: &Samples<'_>,
    trainer: &Trainer,
    options: &TrainOptions,
) -> Result<Dictionary> {
    let common = common(options)?;
    let untrainable = |reason: Cow<'static, str>| Error::Untrainable {
        reason,
        count: samples.count(),
        total: samples.data().len(),
        dict_size,
    };
    if let Some(reason) = hopeless(dict_size, samples, trainer) {
        return Err(untrainable(reason.into()));
    }
    let mut dictionary = Vec::new();
    dictionary
        .try_reserve_exact(dict_size)
        .map_err(|_| CoreError::OutOfMemory {
            bytes: Some(dict_size as u64),
        })?;
    let place = &mut dictionary.spare_capacity_mut()[..dict_size];
    // The trainers answer with other errors when they are refused memory. Where they could do with less, they have succeeded.
    let mut attempt = |trainer: &Trainer| {
        with_refusals(|| match trainer {
            Trainer::Default => fast_cover(place, samples, &FastCover::libzstd_default(), common),
            Trainer::Legacy { selectivity } => legacy(place, samples, *selectivity, common),
            Trainer::Cover(parameters) => cover(place, samples, parameters, common),
            Trainer::FastCover(parameters) => fast_cover(place, samples, parameters, common),
        })
    };
    let (mut trained, mut refused) = attempt(trainer);
    // A refusal of a thread of libzstd's own cannot be seen from here. Without them less memory is needed, and it can.
    if trained
        .as_ref()
        .is_ok_and(|trained| is_unnamed(trained.result))
        && let Some(alone) = trainer.without_threads()
    {
        (trained, refused) = attempt(&alone);
    }
    let trained = trained?;
    // SAFETY: takes any number.
    let is_error = unsafe { sys::ZDICT_isError(trained.result) } != 0;
    if is_refusal(trained.result) || refused && (is_error || trained.result == 0) {
        return Err(CoreError::OutOfMemory { bytes: None }.into());
    }
    if is_error {
        return Err(untrainable(error_name(trained.result).into()));
    }
    if trained.result == 0 {
        return Err(untrainable("the samples have too little content".into()));
    }
    // SAFETY: the trainer has written `result` bytes to the start of `place`.
    unsafe { dictionary.set_len(trained.result) };
    Ok(Dictionary::trained(
        dictionary,
        DictKind::Auto,
        trained.k,
        trained.d,
    ))
}

/// Why these samples cannot make a dictionary, where libzstd would say less clearly, or would crash.
fn hopeless(dict_size: usize, samples: &Samples<'_>, trainer: &Trainer) -> Option<&'static str> {
    // The trainers hash so many bytes at a time, or a dmer if that is longer.
    let hashed = trainer.dmer_size().max(8);
    if dict_size < SMALLEST_DICTIONARY {
        Some("Destination buffer is too small: the dictionary must have at least 256 bytes")
    } else if samples.count() == 0 {
        Some("there are no samples")
    } else if samples.data().len() >= LARGEST_TOTAL || u32::try_from(samples.count()).is_err() {
        Some("Src size is incorrect: the samples must stay below 4 GiB together")
    } else if !samples.sizes().iter().any(|&size| size >= hashed) {
        Some("Src size is incorrect: no sample has 8 bytes, or d bytes, or more")
    } else if trainer.trained_on(samples) < hashed {
        Some(
            "Src size is incorrect: the first samples, which are trained on, have too few bytes together",
        )
    } else {
        None
    }
}

impl Trainer {
    fn cover(&self) -> Option<&Cover> {
        match self {
            Self::Cover(cover) | Self::FastCover(FastCover { cover, .. }) => Some(cover),
            Self::Default | Self::Legacy { .. } => None,
        }
    }

    /// The same on the calling thread, if there were others.
    fn without_threads(&self) -> Option<Self> {
        let mut alone = self.clone();
        let (Self::Cover(cover) | Self::FastCover(FastCover { cover, .. })) = &mut alone else {
            return None;
        };
        let threads = std::mem::replace(&mut cover.threads, Threads::NONE);
        (cover.optimize && threads.resolve() > 1).then_some(alone)
    }

    fn dmer_size(&self) -> usize {
        self.cover().map_or(0, |cover| cover.d as usize)
    }

    /// The size of the samples that are trained on, the others being tested on. libzstd checks only all of them together, and
    /// divides by zero where this part is too small.
    fn trained_on(&self, samples: &Samples<'_>) -> usize {
        let part = match self {
            Self::Default => FAST_COVER_SPLIT,
            Self::FastCover(FastCover { cover, .. }) if cover.optimize => {
                cover.split(FAST_COVER_SPLIT)
            }
            Self::Cover(cover) if cover.optimize => cover.split(1.0),
            _ => 1.0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "the same rounding as libzstd's"
        )]
        let count = (samples.count() as f64 * part) as usize;
        samples.sizes().iter().take(count).sum()
    }
}

fn common(options: &TrainOptions) -> Result<sys::ZDICT_params_t> {
    let levels = level_bounds();
    let level = i32::try_from(options.level)
        .ok()
        .filter(|level| (levels.min..=levels.max).contains(level))
        .ok_or_else(|| {
            Error::InvalidArgument(
                format!(
                    "level must be between {} and {}; got {}",
                    levels.min, levels.max, options.level
                )
                .into(),
            )
        })?;
    if options.notifications > 4 {
        let text = format!(
            "notifications must be between 0 and 4; got {}",
            options.notifications
        );
        return Err(Error::InvalidArgument(text.into()));
    }
    Ok(sys::ZDICT_params_t {
        compressionLevel: level,
        notificationLevel: options.notifications,
        dictID: options.dict_id,
    })
}

impl FastCover {
    /// What `ZDICT_trainFromBuffer` uses.
    fn libzstd_default() -> Self {
        Self {
            cover: Cover {
                d: 8,
                steps: 4,
                optimize: true,
                ..Cover::default()
            },
            ..Self::default()
        }
    }
}

impl Cover {
    fn check(&self) -> Result<()> {
        if !self.optimize && (self.k == 0 || self.d == 0) {
            return Err(Error::Parameter(
                format!(
                    "k and d must be given unless optimize is true; got k={} d={}",
                    self.k, self.d
                )
                .into(),
            ));
        }
        if self.k != 0 && self.d > self.k {
            return Err(Error::Parameter(
                format!("d must be at most k; got k={} d={}", self.k, self.d).into(),
            ));
        }
        if !(0.0..=1.0).contains(&self.split_point) {
            return Err(Error::Parameter(
                format!(
                    "split_point must be between 0 and 1; got {}",
                    self.split_point
                )
                .into(),
            ));
        }
        Ok(())
    }

    fn threads(&self) -> u32 {
        self.threads.resolve().min(256)
    }

    fn split(&self, default: f64) -> f64 {
        if self.split_point > 0.0 {
            self.split_point
        } else {
            default
        }
    }
}

impl FastCover {
    fn check(&self) -> Result<()> {
        self.cover.check()?;
        let bounded = |name, value: u32, max: u32| match value {
            value if value <= max => Ok(()),
            value => Err(Error::Parameter(
                format!("{name} must be between 1 and {max}, or 0 for the default; got {value}")
                    .into(),
            )),
        };
        bounded("f", self.f, 31)?;
        bounded("accel", self.accel, 10)?;
        match self.cover.d {
            0 | 6 | 8 => Ok(()),
            d => Err(Error::Parameter(
                format!("d must be 6 or 8 for the fast cover trainer; got {d}").into(),
            )),
        }
    }
}
