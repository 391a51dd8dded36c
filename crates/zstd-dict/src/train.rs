//! The trainers.

use std::borrow::Cow;
use std::ffi::CStr;
use std::mem::MaybeUninit;

use zstd_core::sys;
use zstd_core::{DictKind, Dictionary, Error as CoreError, Threads, level_bounds};

use crate::error::{Error, Result};
use crate::samples::Samples;

/// The smallest dictionary that libzstd makes, in bytes.
const SMALLEST_DICTIONARY: usize = 256;

/// The optimising trainers take the samples' size as 32 bits.
const LARGEST_TOTAL: usize = u32::MAX as usize - 1;

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
    if let Some(reason) = hopeless(dict_size, samples) {
        return Err(untrainable(reason.into()));
    }
    let mut dictionary = Vec::new();
    dictionary
        .try_reserve_exact(dict_size)
        .map_err(|_| CoreError::OutOfMemory {
            bytes: Some(dict_size as u64),
        })?;
    let place = &mut dictionary.spare_capacity_mut()[..dict_size];
    let trained = match trainer {
        Trainer::Default => fast_cover(place, samples, &FastCover::libzstd_default(), common)?,
        Trainer::Legacy { selectivity } => legacy(place, samples, *selectivity, common)?,
        Trainer::Cover(parameters) => cover(place, samples, parameters, common)?,
        Trainer::FastCover(parameters) => fast_cover(place, samples, parameters, common)?,
    };
    // SAFETY: takes any number.
    if unsafe { sys::ZDICT_isError(trained.result) } != 0 {
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

/// What a trainer returns.
struct Trained {
    /// The size of the dictionary, or an error of libzstd's.
    result: usize,
    k: u32,
    d: u32,
}

/// Why these samples cannot make a dictionary, where libzstd would say less clearly, or not at all.
fn hopeless(dict_size: usize, samples: &Samples<'_>) -> Option<&'static str> {
    // The trainers hash 8 bytes at a time.
    let usable = samples.sizes().iter().any(|&size| size >= 8);
    if dict_size < SMALLEST_DICTIONARY {
        Some("Destination buffer is too small: the dictionary must have at least 256 bytes")
    } else if samples.count() == 0 {
        Some("there are no samples")
    } else if samples.data().len() >= LARGEST_TOTAL || u32::try_from(samples.count()).is_err() {
        Some("Src size is incorrect: the samples must stay below 4 GiB together")
    } else if !usable {
        Some("Src size is incorrect: no sample has 8 bytes or more")
    } else {
        None
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

fn cover(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    parameters: &Cover,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    parameters.check()?;
    let mut raw = sys::ZDICT_cover_params_t {
        k: parameters.k,
        d: parameters.d,
        steps: parameters.steps,
        nbThreads: parameters.threads(),
        splitPoint: parameters.split_point,
        shrinkDict: 0,
        shrinkDictMaxRegression: 0,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    let result = if parameters.optimize {
        // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes; `raw` is read and written.
        unsafe {
            sys::ZDICT_optimizeTrainFromBuffer_cover(
                dict,
                capacity,
                data,
                sizes,
                count,
                &raw mut raw,
            )
        }
    } else {
        // SAFETY: as above; `raw` is passed by value.
        unsafe { sys::ZDICT_trainFromBuffer_cover(dict, capacity, data, sizes, count, raw) }
    };
    Ok(Trained {
        result,
        k: raw.k,
        d: raw.d,
    })
}

fn fast_cover(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    parameters: &FastCover,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    parameters.check()?;
    let cover = &parameters.cover;
    let mut raw = sys::ZDICT_fastCover_params_t {
        k: cover.k,
        d: cover.d,
        f: parameters.f,
        steps: cover.steps,
        nbThreads: cover.threads(),
        splitPoint: cover.split_point,
        accel: parameters.accel,
        shrinkDict: 0,
        shrinkDictMaxRegression: 0,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    let result = if cover.optimize {
        // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes; `raw` is read and written.
        unsafe {
            sys::ZDICT_optimizeTrainFromBuffer_fastCover(
                dict,
                capacity,
                data,
                sizes,
                count,
                &raw mut raw,
            )
        }
    } else {
        // SAFETY: as above; `raw` is passed by value.
        unsafe { sys::ZDICT_trainFromBuffer_fastCover(dict, capacity, data, sizes, count, raw) }
    };
    Ok(Trained {
        result,
        k: raw.k,
        d: raw.d,
    })
}

fn legacy(
    place: &mut [MaybeUninit<u8>],
    samples: &Samples<'_>,
    selectivity: u32,
    common: sys::ZDICT_params_t,
) -> Result<Trained> {
    // It shifts by this number, and beyond it selects nothing any more.
    const LARGEST_SELECTIVITY: u32 = 30;
    if selectivity > LARGEST_SELECTIVITY {
        let text =
            format!("selectivity must be between 0 and {LARGEST_SELECTIVITY}; got {selectivity}");
        return Err(Error::InvalidArgument(text.into()));
    }
    let raw = sys::ZDICT_legacy_params_t {
        selectivityLevel: selectivity,
        zParams: common,
    };
    let (dict, capacity) = (place.as_mut_ptr().cast(), place.len());
    let (data, sizes, count) = raw_samples(samples);
    // SAFETY: `dict` is valid for `capacity` bytes, `data` for the sum of the `count` sizes.
    let result =
        unsafe { sys::ZDICT_trainFromBuffer_legacy(dict, capacity, data, sizes, count, raw) };
    Ok(Trained { result, k: 0, d: 0 })
}

/// The samples as the trainers take them; the count was checked to fit.
fn raw_samples(samples: &Samples<'_>) -> (*const std::ffi::c_void, *const usize, u32) {
    let count = u32::try_from(samples.count()).unwrap_or(u32::MAX);
    (
        samples.data().as_ptr().cast(),
        samples.sizes().as_ptr(),
        count,
    )
}

fn error_name(result: usize) -> &'static str {
    // SAFETY: takes any number and returns a pointer to a string constant.
    let text = unsafe { sys::ZDICT_getErrorName(result) };
    // SAFETY: libzstd's names are NUL-terminated constants, alive as long as the program.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().unwrap_or("unknown error")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use zstd_core::{Compressor, Decompressor};

    fn records() -> Vec<String> {
        (0..3000)
            .map(|n| {
                format!(
                    "{{\"id\": {n}, \"status\": \"ok\", \"user\": \"user{}\", \"score\": {}}}",
                    n % 37,
                    n * n % 1009
                )
            })
            .collect()
    }

    fn every_trainer() -> Vec<Trainer> {
        let cover = Cover {
            k: 64,
            d: 8,
            ..Cover::default()
        };
        let optimizing = Cover {
            optimize: true,
            steps: 2,
            threads: Threads::new(2),
            ..Cover::default()
        };
        vec![
            Trainer::Default,
            Trainer::Legacy { selectivity: 9 },
            Trainer::Cover(cover.clone()),
            Trainer::Cover(Cover {
                d: 6,
                ..optimizing.clone()
            }),
            Trainer::FastCover(FastCover {
                cover,
                f: 18,
                accel: 2,
            }),
            Trainer::FastCover(FastCover {
                cover: Cover { d: 6, ..optimizing },
                ..FastCover::default()
            }),
        ]
    }

    #[test]
    fn every_trainer_makes_dictionaries_that_help_and_keep_to_the_size() {
        let records = records();
        let samples = Samples::gather(&records).unwrap();
        let plain: usize = records
            .iter()
            .map(|r| {
                Compressor::builder()
                    .build()
                    .unwrap()
                    .compress(r.as_bytes())
                    .unwrap()
                    .len()
            })
            .sum();
        for trainer in every_trainer() {
            let dictionary = train(
                4096,
                &samples,
                &trainer,
                &TrainOptions {
                    dict_id: 77,
                    ..Default::default()
                },
            )
            .unwrap();
            assert!(
                dictionary.len() <= 4096 && dictionary.id() == 77,
                "{trainer:?}"
            );
            let compressor = Compressor::builder()
                .content_size(true)
                .dictionary(dictionary.clone())
                .build()
                .unwrap();
            let decompressor = Decompressor::builder()
                .dictionary(dictionary)
                .build()
                .unwrap();
            let mut size = 0;
            for record in &records {
                let frame = compressor.compress(record.as_bytes()).unwrap();
                size += frame.len();
                assert_eq!(decompressor.decompress(&frame).unwrap(), record.as_bytes());
            }
            assert!(size * 2 < plain, "{trainer:?}: {size} of {plain}");
        }
    }

    #[test]
    fn cover_training_reports_its_parameters() {
        let records = records();
        let samples = Samples::gather(&records).unwrap();
        let cover = Cover {
            k: 64,
            d: 8,
            ..Cover::default()
        };
        let fixed = train(
            4096,
            &samples,
            &Trainer::Cover(cover),
            &TrainOptions::default(),
        )
        .unwrap();
        assert_eq!((fixed.k(), fixed.d()), (64, 8));
        let optimize = Cover {
            optimize: true,
            steps: 2,
            d: 8,
            ..Cover::default()
        };
        let found = train(
            4096,
            &samples,
            &Trainer::Cover(optimize),
            &TrainOptions::default(),
        )
        .unwrap();
        assert!(found.k() > 0 && found.d() == 8);
    }

    #[test]
    fn absurd_samples_end_in_a_dictionary_or_a_clear_error() {
        let absurd: [Vec<Vec<u8>>; 7] = [
            vec![],
            vec![vec![]; 100],
            vec![b"only one sample".to_vec()],
            vec![b"abc".to_vec(); 5000],
            vec![vec![0; 1 << 20]],
            vec![vec![7; 9]; 4],
            vec![vec![7; 9]; 4000],
        ];
        for samples in &absurd {
            let samples = Samples::gather(samples).unwrap();
            for trainer in every_trainer() {
                for size in [0, 1, 255, 256, 1000, 1 << 20] {
                    if let Err(error) = train(size, &samples, &trainer, &TrainOptions::default()) {
                        assert_eq!(error.kind(), ErrorKind::Zstd);
                        assert!(
                            error.to_string().starts_with("cannot train dict: "),
                            "{error}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn parameters_are_checked() {
        let records = records();
        let samples = Samples::gather(&records).unwrap();
        let error = |trainer, options| {
            train(4096, &samples, &trainer, &options)
                .unwrap_err()
                .to_string()
        };
        let none = TrainOptions::default();
        assert!(error(Trainer::Cover(Cover::default()), none).contains("k and d must be given"));
        let swapped = Cover {
            k: 6,
            d: 8,
            ..Cover::default()
        };
        assert!(error(Trainer::Cover(swapped), none).contains("d must be at most k"));
        let odd = FastCover {
            cover: Cover {
                k: 64,
                d: 7,
                ..Cover::default()
            },
            ..FastCover::default()
        };
        assert!(error(Trainer::FastCover(odd), none).contains("d must be 6 or 8"));
        assert!(
            error(Trainer::Default, TrainOptions { level: 99, ..none })
                .contains("level must be between")
        );
        assert!(
            error(
                Trainer::Default,
                TrainOptions {
                    notifications: 5,
                    ..none
                }
            )
            .contains("between 0 and 4")
        );
        assert!(error(Trainer::Legacy { selectivity: 31 }, none).contains("between 0 and 30"));
    }
}
