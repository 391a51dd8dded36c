//! Which trainer the arguments of the training calls choose.
#![forbid(unsafe_code)]

use zstd_core::{Dictionary, Threads, Watch};
use zstd_dict::{Cover, FastCover, Samples, TrainOptions, Trainer, train, train_watched};

use crate::failure::{Failure, Result};

/// The arguments of `train_dictionary`. [`Default`] is the contract's defaults.
#[derive(Clone, Copy, Debug, Default)]
pub struct TrainArguments {
    /// Not 0: the legacy trainer, with this selectivity.
    pub selectivity: i64,
    /// The level that the dictionary is made for; 0: libzstd's default.
    pub level: i64,
    /// The ID; 0: drawn from the content.
    pub dict_id: i64,
    /// 0 silent to 4 all.
    pub notifications: i64,
    /// Segment size of the fast cover trainer; 0: found by trying.
    pub k: i64,
    /// Dmer size of the fast cover trainer; 0: 8, or the better one of 6 and 8 where `steps` or `threads` ask for trying.
    pub d: i64,
    /// Log of the frequency table of the fast cover trainer.
    pub f: i64,
    /// The part of the samples that is trained on.
    pub split_point: f64,
    /// Acceleration of the fast cover trainer.
    pub accel: i64,
    /// How many segment sizes are tried.
    pub steps: i64,
    /// Threads that try at the same time; negative: one per logical CPU.
    pub threads: i64,
}

/// The arguments of `train_cover_dictionary`. [`Default`] is the contract's defaults.
#[derive(Clone, Copy, Debug)]
pub struct CoverArguments {
    /// Segment size; required unless `optimize`.
    pub k: i64,
    /// Dmer size; required unless `optimize`.
    pub d: i64,
    /// The ID; 0: drawn from the content.
    pub dict_id: i64,
    /// Whether to try several parameters and keep the best.
    pub optimize: bool,
    /// The level that is tried with.
    pub level: i64,
    /// How many segment sizes are tried.
    pub steps: i64,
    /// Threads that try at the same time; negative: one per logical CPU.
    pub threads: i64,
    /// 0 silent to 4 all.
    pub notifications: i64,
}

impl Default for CoverArguments {
    fn default() -> Self {
        Self {
            k: 0,
            d: 0,
            dict_id: 0,
            optimize: false,
            level: 1,
            steps: 32,
            threads: 0,
            notifications: 0,
        }
    }
}

/// Trains with the legacy trainer where a selectivity is given, with the fast cover trainer otherwise: with fixed parameters where
/// both `k` and `d` are given and neither `steps` nor `threads` ask for trying, by trying several ones otherwise.
pub fn train_dictionary(
    dict_size: i64,
    samples: Samples<'_>,
    arguments: &TrainArguments,
    watch: Option<&mut Watch<'_>>,
) -> Result<Dictionary> {
    let options = options(arguments.level, arguments.dict_id, arguments.notifications)?;
    let trainer = arguments.trainer()?;
    run(dict_size, samples, &trainer, &options, watch)
}

impl TrainArguments {
    /// The trainer that the arguments choose.
    pub(crate) fn trainer(&self) -> Result<Trainer> {
        if self.selectivity != 0 {
            return Ok(Trainer::Legacy {
                selectivity: small("selectivity", self.selectivity)?,
            });
        }
        let fixed = self.k != 0 && self.d != 0 && self.steps == 0 && self.threads == 0;
        Ok(Trainer::FastCover(FastCover {
            cover: Cover {
                k: small("k", self.k)?,
                d: match small("d", self.d)? {
                    0 if self.steps == 0 && self.threads == 0 => 8,
                    d => d,
                },
                optimize: !fixed,
                steps: match small("steps", self.steps)? {
                    0 if self.threads == 0 => 4,
                    steps => steps,
                },
                threads: Threads::new(self.threads),
                split_point: self.split_point,
            },
            f: small("f", self.f)?,
            accel: small("accel", self.accel)?,
        }))
    }
}

/// Trains with the cover trainer.
pub fn train_cover_dictionary(
    dict_size: i64,
    samples: Samples<'_>,
    arguments: &CoverArguments,
    watch: Option<&mut Watch<'_>>,
) -> Result<Dictionary> {
    let a = arguments;
    let options = options(a.level, a.dict_id, a.notifications)?;
    let trainer = Trainer::Cover(Cover {
        k: small("k", a.k)?,
        d: small("d", a.d)?,
        optimize: a.optimize,
        steps: small("steps", a.steps)?,
        threads: Threads::new(a.threads),
        split_point: 0.0,
    });
    run(dict_size, samples, &trainer, &options, watch)
}

/// Where there is something to ask, the training can be stopped.
fn run(
    dict_size: i64,
    samples: Samples<'_>,
    trainer: &Trainer,
    options: &TrainOptions,
    watch: Option<&mut Watch<'_>>,
) -> Result<Dictionary> {
    let dict_size = size(dict_size)?;
    Ok(match watch {
        Some(watch) => train_watched(dict_size, samples, trainer, options, watch),
        None => train(dict_size, &samples, trainer, options),
    }?)
}

fn options(level: i64, dict_id: i64, notifications: i64) -> Result<TrainOptions> {
    Ok(TrainOptions {
        level,
        dict_id: small("dict_id", dict_id)?,
        notifications: small("notifications", notifications)?,
    })
}

fn size(dict_size: i64) -> Result<usize> {
    let size = crate::options::non_negative("dict_size", dict_size)?;
    usize::try_from(size)
        .map_err(|_| Failure::from(zstd_core::Error::OutOfMemory { bytes: Some(size) }))
}

/// `value` as a number of 32 bits, or an error that names the argument.
pub(crate) fn small(name: &str, value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|_| {
        Failure::value(format!(
            "{name} must be between 0 and {}; got {value}",
            u32::MAX
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FailureKind;

    #[test]
    fn numbers_out_of_range_are_named() {
        let samples: Vec<String> = (0..500)
            .map(|n| format!("sample number {n} of many samples"))
            .collect();
        let samples = || Samples::gather(&samples).unwrap();
        let negative = TrainArguments {
            k: -1,
            ..Default::default()
        };
        let error = train_dictionary(1000, samples(), &negative, None).unwrap_err();
        assert_eq!(
            (error.kind, error.message.as_str()),
            (
                FailureKind::Value,
                "k must be between 0 and 4294967295; got -1"
            )
        );
        assert!(train_dictionary(-1, samples(), &TrainArguments::default(), None).is_err());
        assert_eq!(
            train_dictionary(1000, samples(), &TrainArguments::default(), None)
                .unwrap()
                .d(),
            8
        );
        let missing =
            train_cover_dictionary(1000, samples(), &CoverArguments::default(), None).unwrap_err();
        assert_eq!(missing.kind, FailureKind::Zstd);
    }
}
