//! Training, with samples that are few and small.

use parity_tests::cabi::bindings::{self as c, zstdrs_cover_options, zstdrs_train_options};
use zstd_contract::{CoverArguments, TrainArguments, stdlib};
use zstd_dict::Samples;

use super::expected::Twin;
use super::machine::{Machine, Step, call};

impl Machine {
    pub(super) fn train(&mut self, step: Step) {
        let (items, _kept) = self.items(step);
        let table = items.table();
        let table = &raw const table;
        let twin = items.twin().filter(|_| !step.nowhere());
        let size = match step.number() {
            small @ 0..=199 => small * 4,
            other => other.min(1 << 12),
        };
        let free = self.c.zstdrs_dictionary_free;
        let made = match step.function % 4 {
            0 => self.make(
                step,
                free,
                |out| call!(self, zstdrs_dictionary_train(table, size, out)),
                twin.map(|twin| -> Twin<_> {
                    Ok(stdlib::train_dictionary(size, &Samples::gather(twin)?)?)
                }),
            ),
            1 => {
                let (raw, content) = self.dictionaries.at(step.data);
                let level = i32::from(step.flags >> 3) - 4;
                let twin = twin.and_then(|twin| {
                    let content = content?;
                    Some(
                        Samples::gather(twin)
                            .map_err(Into::into)
                            .and_then(|samples| {
                                stdlib::finalize_dictionary(content, &samples, size, level)
                                    .map_err(Into::into)
                            }),
                    )
                });
                self.make(
                    step,
                    free,
                    |out| {
                        call!(
                            self,
                            zstdrs_dictionary_finalize(raw, table, size, level, out)
                        )
                    },
                    twin,
                )
            }
            2 => {
                let arguments = TrainArguments {
                    selectivity: i64::from(step.flags >> 6),
                    dict_id: i64::from(step.start),
                    k: i64::from(step.data) * 2,
                    d: i64::from(step.data % 2) * 2 + 6,
                    f: i64::from(step.start % 12),
                    ..TrainArguments::default()
                };
                let options = self.train_options(&arguments);
                let options = &raw const options;
                self.make(
                    step,
                    free,
                    |out| call!(self, zstdrs_train_dictionary(size, table, options, out)),
                    twin.map(|twin| -> Twin<_> {
                        let samples = Samples::gather(twin)?;
                        Ok(zstd_contract::train_dictionary(
                            size, samples, &arguments, None,
                        )?)
                    }),
                )
            }
            _ => {
                let arguments = CoverArguments {
                    k: i64::from(step.data),
                    d: i64::from(step.flags >> 4),
                    dict_id: i64::from(step.start) - 1,
                    optimize: step.flag(4),
                    steps: 1,
                    ..CoverArguments::default()
                };
                let options = self.cover_options(&arguments);
                let options = &raw const options;
                self.make(
                    step,
                    free,
                    |out| {
                        call!(
                            self,
                            zstdrs_train_cover_dictionary(size, table, options, out)
                        )
                    },
                    twin.map(|twin| -> Twin<_> {
                        let samples = Samples::gather(twin)?;
                        Ok(zstd_contract::train_cover_dictionary(
                            size, samples, &arguments, None,
                        )?)
                    }),
                )
            }
        };
        self.dictionaries.put(step.object, made);
        // The dictionary that came out is that of the twin.
        for question in 0..5 {
            self.step([0, 11, step.object % 2, 0, question, 0, 3, 0].into());
        }
    }

    fn train_options(&self, arguments: &TrainArguments) -> zstdrs_train_options {
        let mut options = std::mem::MaybeUninit::<zstdrs_train_options>::zeroed();
        let size = size_of::<zstdrs_train_options>();
        let status = call!(self, zstdrs_train_options_init(options.as_mut_ptr(), size));
        assert_eq!(status, c::ZSTDRS_STATUS_OK);
        // SAFETY: numbers and pointers, for which zeroes are valid too.
        let mut options = unsafe { options.assume_init() };
        options.selectivity = arguments.selectivity;
        options.dict_id = arguments.dict_id;
        (options.k, options.d, options.f) = (arguments.k, arguments.d, arguments.f);
        options
    }

    fn cover_options(&self, arguments: &CoverArguments) -> zstdrs_cover_options {
        let mut options = std::mem::MaybeUninit::<zstdrs_cover_options>::zeroed();
        let size = size_of::<zstdrs_cover_options>();
        let status = call!(self, zstdrs_cover_options_init(options.as_mut_ptr(), size));
        assert_eq!(status, c::ZSTDRS_STATUS_OK);
        // SAFETY: numbers and pointers, for which zeroes are valid too.
        let mut options = unsafe { options.assume_init() };
        (options.k, options.d) = (arguments.k, arguments.d);
        options.dict_id = arguments.dict_id;
        options.optimize = arguments.optimize.into();
        options.steps = arguments.steps;
        options
    }
}
