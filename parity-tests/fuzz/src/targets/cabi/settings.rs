//! Dictionaries, parameters, compressors and decompressors.
#![forbid(unsafe_code)]

use std::ffi::CString;
use std::ptr;
use std::sync::Arc;

use parity_tests::cabi::bindings::{
    self as c, zstdrs_compressor_options, zstdrs_decompressor_options, zstdrs_named_option,
    zstdrs_numbered_option,
};
use zstd_contract::{
    CompressorArguments, Contract, DecompressorArguments, classic_parameters, stdlib,
};

use super::expected::Twin;
use super::machine::{Machine, Step, call};

/// The largest window that is asked for, as a power of two: what has a larger one takes long.
const WINDOW_LOG: i64 = 14;

/// Options by name, as Rust and as C have them; the strings must live as long as the table is used.
struct Named {
    names: Vec<CString>,
    values: Vec<i64>,
}

impl Named {
    fn table(&self) -> Vec<zstdrs_named_option> {
        let names = self.names.iter().map(|name| name.as_ptr());
        let pairs = names.zip(&self.values);
        pairs
            .map(|(name, &value)| zstdrs_named_option { name, value })
            .collect()
    }

    fn pairs(&self) -> Vec<(&str, i64)> {
        let names = self.names.iter().map(|name| name.to_str().unwrap_or(""));
        names.zip(self.values.iter().copied()).collect()
    }
}

/// A value of a parameter: one that costs little, or one that does not exist.
fn value(name: &str, byte: u8) -> i64 {
    let value = match byte {
        small @ ..=31 => small.into(),
        other => [-1, 100, 1000, i64::MIN, i64::MAX, -7, 0, 1][usize::from(other % 8)],
    };
    // Threads take long to start, and large tables take long to clear.
    match name {
        "threads" => value.min(0) & !1,
        "compression_level" => value.min(6),
        "job_size" | "target_length" => value.min(1000),
        log if log.ends_with("log") && value < 40 => value.min(WINDOW_LOG),
        _ => value,
    }
}

impl Machine {
    pub(super) fn settings(&mut self, step: Step) {
        match step.function % 14 {
            0..=2 => self.compressor(step),
            3 => self.compressor_of_numbers(step),
            4 => self.decompressor_of_numbers(step),
            5 => self.basic_parameters(step),
            6..=8 => self.decompressor(step),
            9 => self.dictionary(step),
            10 => self.named_parameters(step),
            11 => self.ask_dictionary(step),
            12 => self.ask_parameters(step),
            _ => self.throw_away(step),
        }
    }

    /// Pairs of bytes of a step, as options by name.
    fn named(&self, step: Step, names: &[&'static str]) -> Named {
        let data = self.data(Step { flags: 0, ..step });
        let bytes = &data.bytes()[..data.bytes().len().min(8)];
        let (mut found, mut values) = (Vec::new(), Vec::new());
        for pair in bytes.as_chunks::<2>().0 {
            // One place beyond the names is one that does not exist.
            let name = names.get(usize::from(pair[0]) % (names.len() + 1));
            let name = name.copied().unwrap_or("no_such_name");
            found.push(CString::new(name).unwrap_or_default());
            values.push(value(name, pair[1]));
        }
        Named {
            names: found,
            values,
        }
    }

    fn named_parameters(&mut self, step: Step) {
        let names: Vec<_> = zstd_contract::option_names().collect();
        let named = self.named(step, &names);
        let table = named.table();
        let (free, count) = (self.c.zstdrs_parameters_free, table.len());
        let twin = !step.nowhere();
        let (level, sizes) = (step.level(), i64::from(step.start) - 2);
        let made = if step.flag(4) {
            let twin = twin.then(|| {
                let set = zstd_contract::level_parameters_with(level, sizes, 0, named.pairs());
                set.map_err(Into::into)
            });
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_parameters_from_level(level, sizes, 0, table.as_ptr(), count, out)
                    )
                },
                twin,
            )
        } else {
            let twin = twin
                .then(|| zstd_contract::parameters_from_options(named.pairs()).map_err(Into::into));
            self.make(
                step,
                free,
                |out| call!(self, zstdrs_parameters_new(table.as_ptr(), count, out)),
                twin,
            )
        };
        self.parameters.put(step.object, made);
    }

    fn basic_parameters(&mut self, step: Step) {
        let free = self.c.zstdrs_parameters_free;
        let data = self.data(Step { flags: 0, ..step });
        let mut values = [10, 6, 6, 1, 4, 0, 1];
        for (value, &byte) in values.iter_mut().zip(data.bytes()) {
            *value = i64::from(byte % 20) - i64::from(byte / 200);
        }
        values[0] = values[0].min(WINDOW_LOG);
        let [window, chain, hash, search, length, target, strategy] = values;
        let made = if step.flag(4) {
            let (level, size) = (step.level(), i64::from(step.start) - 2);
            let twin = || zstd_contract::level_parameters(level, size, 0).map_err(Into::into);
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_parameters_basic_from_level(level, size, 0, out)
                    )
                },
                (!step.nowhere()).then(twin),
            )
        } else {
            let twin = || classic_parameters(values).map_err(Into::into);
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_parameters_basic(
                            window, chain, hash, search, length, target, strategy, out
                        )
                    )
                },
                (!step.nowhere()).then(twin),
            )
        };
        self.parameters.put(step.object, made);
    }

    fn dictionary(&mut self, step: Step) {
        let (data, kind) = (self.data(step), i64::from(step.length % 4));
        let (k, d) = (step.number(), i64::from(step.start % 16));
        let twin = (!step.nowhere() && data.is_valid())
            .then(|| zstd_contract::dictionary(data.bytes(), kind, k, d).map_err(Into::into));
        let made = self.make(
            step,
            self.c.zstdrs_dictionary_free,
            |out| {
                call!(
                    self,
                    zstdrs_dictionary_new(data.ptr(), data.len(), kind, k, d, out)
                )
            },
            twin,
        );
        self.dictionaries.put(step.object, made);
    }

    fn compressor(&mut self, step: Step) {
        let (dictionary, dictionary_twin) = self.dictionaries.at(step.data);
        let dictionary_twin = dictionary_twin.cloned();
        // The parameters stand beside the dictionary, and most compressors have neither.
        let (parameters, parameters_twin) = self.parameters.at(step.start);
        let parameters_twin = parameters_twin.cloned();
        let mut options = zstdrs_compressor_options {
            size: size_of::<zstdrs_compressor_options>(),
            level: 0,
            dictionary: ptr::null(),
            parameters: ptr::null(),
            write_checksum: 0,
            write_content_size: 0,
            write_dict_id: 0,
            threads: 0,
            contract: 0,
        };
        let size = options.size;
        let status = call!(self, zstdrs_compressor_options_init(&raw mut options, size));
        assert_eq!((status, options.level), (c::ZSTDRS_STATUS_OK, 3));
        options.level = step.level();
        options.dictionary = dictionary;
        options.parameters = parameters;
        options.write_checksum = i64::from(step.flags & 4);
        options.write_content_size = i64::from(step.flags & 8);
        options.write_dict_id = i64::from(step.flags & 16);
        options.contract = i64::from(step.flags >> 6);
        let twin = || -> Twin<_> {
            let arguments = CompressorArguments {
                level: options.level,
                dictionary: dictionary_twin,
                parameters: parameters_twin,
                write_checksum: options.write_checksum != 0,
                write_content_size: options.write_content_size != 0,
                write_dict_id: options.write_dict_id != 0,
                threads: 0,
                contract: Contract::from_number(options.contract)?,
            };
            Ok(Arc::new(arguments.build()?))
        };
        let made = self.make(
            step,
            self.c.zstdrs_compressor_free,
            |out| call!(self, zstdrs_compressor_new(&raw const options, out)),
            (!step.nowhere()).then(twin),
        );
        self.compressors.put(step.object, made);
    }

    fn decompressor(&mut self, step: Step) {
        let (dictionary, dictionary_twin) = self.dictionaries.at(step.data);
        let dictionary_twin = dictionary_twin.cloned();
        let names: Vec<_> = zstd_contract::decompression_parameter_names().collect();
        let named = if step.flag(32) {
            self.named(step, &names)
        } else {
            self.named(step, &[])
        };
        let table = if step.flag(32) {
            named.table()
        } else {
            Vec::new()
        };
        let mut options = zstdrs_decompressor_options {
            size: size_of::<zstdrs_decompressor_options>(),
            dictionary: ptr::null(),
            max_window_size: 0,
            format: 0,
            parameters: ptr::null(),
            parameter_count: 0,
            contract: 0,
            max_output_size: 0,
        };
        let size = options.size;
        let status = call!(
            self,
            zstdrs_decompressor_options_init(&raw mut options, size)
        );
        assert_eq!(status, c::ZSTDRS_STATUS_OK);
        options.dictionary = dictionary;
        options.max_window_size = match step.number() {
            bad @ ..0 => bad,
            size => 1024 << (size % 5),
        };
        options.format = i64::from(step.flag(4));
        options.contract = i64::from(step.flags >> 6);
        options.max_output_size = if step.flag(16) { step.number() } else { 0 };
        options.parameters = table.as_ptr();
        options.parameter_count = table.len();
        let twin = || -> Twin<_> {
            let mut parameters = Vec::new();
            for (name, value) in named.pairs().into_iter().take(table.len()) {
                parameters.push((zstd_contract::decompression_parameter(name)?, value));
            }
            let arguments = DecompressorArguments {
                dictionary: dictionary_twin,
                max_window_size: options.max_window_size,
                max_output_size: options.max_output_size,
                format: options.format,
                parameters,
                contract: Contract::from_number(options.contract)?,
            };
            Ok(Arc::new(arguments.build()?))
        };
        let made = self.make(
            step,
            self.c.zstdrs_decompressor_free,
            |out| call!(self, zstdrs_decompressor_new(&raw const options, out)),
            (!step.nowhere()).then(twin),
        );
        self.decompressors.put(step.object, made);
    }

    /// Pairs of bytes of a step, as options by number.
    fn numbers(&self, step: Step) -> Vec<(i32, i32)> {
        const NUMBERS: [i32; 16] = [
            100, 101, 102, 103, 104, 105, 106, 107, 160, 161, 200, 201, 202, 401, 402, 7,
        ];
        let data = self.data(Step { flags: 0, ..step });
        let bytes = &data.bytes()[..data.bytes().len().min(8)];
        let pairs = bytes.as_chunks::<2>().0.iter();
        pairs
            .map(|pair| {
                let value = if pair[1] < 250 {
                    i32::from(pair[1] % 15)
                } else {
                    i32::MIN
                };
                (NUMBERS[usize::from(pair[0] % 16)], value)
            })
            .collect()
    }

    fn compressor_of_numbers(&mut self, step: Step) {
        let numbers = self.numbers(step);
        let table: Vec<_> = numbers
            .iter()
            .map(|&(number, value)| zstdrs_numbered_option { number, value })
            .collect();
        let (dictionary, dictionary_twin) = self.dictionaries.at(step.start);
        let kind = i64::from(step.length % 4);
        let argument = dictionary_twin.map(|dictionary| (dictionary.clone(), kind));
        let (level, options, count) = (step.level(), table.as_ptr(), table.len());
        let twin = (!step.nowhere()).then(|| {
            let made = stdlib::compressor(level, &numbers, argument);
            made.map(Arc::new).map_err(Into::into)
        });
        let made = self.make(
            step,
            self.c.zstdrs_compressor_free,
            |out| {
                call!(
                    self,
                    zstdrs_compressor_from_numbers(level, options, count, dictionary, kind, out)
                )
            },
            twin,
        );
        self.compressors.put(step.object, made);
    }

    fn decompressor_of_numbers(&mut self, step: Step) {
        // The window alone has a number there; without a limit, decoding may take long.
        let number = if step.flag(4) { 7 } else { 100 };
        let window = i32::from(step.number() % 15 + 1 == 0) + 10 + i32::from(step.length % 5);
        let table = [zstdrs_numbered_option {
            number,
            value: window,
        }];
        let (dictionary, dictionary_twin) = self.dictionaries.at(step.start);
        let kind = i64::from(step.length % 4);
        let argument = dictionary_twin.map(|dictionary| (dictionary.clone(), kind));
        let twin = (!step.nowhere()).then(|| {
            let made = stdlib::decompressor(&[(number, window)], argument);
            made.map(Arc::new).map_err(Into::into)
        });
        let made = self.make(
            step,
            self.c.zstdrs_decompressor_free,
            |out| {
                call!(
                    self,
                    zstdrs_decompressor_from_numbers(table.as_ptr(), 1, dictionary, kind, out)
                )
            },
            twin,
        );
        self.decompressors.put(step.object, made);
    }
}
