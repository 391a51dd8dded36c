//! What frames, parameters and the library say about themselves.

use std::ffi::CString;
use std::ptr;

use super::bindings::zstdrs_frame_parameters;
use super::library::{Library, broken, text};
use crate::operation::{BASIC, Parameters};
use crate::outcome::{Failure, Outcome};
use crate::wire::{Bytes, Tree, map};

impl Library {
    pub(super) fn describe(&self) -> Outcome {
        let table = &self.table;
        // SAFETY: takes no arguments and returns a number.
        let version = unsafe { table.zstdrs_libzstd_version() };
        let parts = [version / 10_000, version / 100 % 100, version % 100];
        // SAFETY: as above.
        let count = unsafe { table.zstdrs_constant_count() };
        let constants = (0..count)
            .map(|index| self.constant(index))
            .collect::<Result<_, _>>()?;
        Ok(map([
            ("version", parts.into_iter().collect()),
            ("constants", Tree::Map(constants)),
        ]))
    }

    fn constant(&self, index: usize) -> Result<(String, Tree), Failure> {
        let (mut name, mut magnitude, mut negative) = (ptr::null(), 0, 0);
        let (magnitude_out, negative_out) = (&raw mut magnitude, &raw mut negative);
        // SAFETY: all places are writable.
        let status = unsafe {
            self.table
                .zstdrs_constant(index, &raw mut name, magnitude_out, negative_out)
        };
        self.check(status)?;
        let value = i128::from(magnitude);
        Ok((
            text(name),
            Tree::Int(if negative == 0 { value } else { -value }),
        ))
    }

    pub(super) fn inspect(&self, data: &Bytes, format: i64) -> Outcome {
        let table = &self.table;
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let header_size = self.number::<usize>(|out| {
            // SAFETY: `start` has `length` readable bytes; `out` is writable.
            unsafe { table.zstdrs_frame_header_size(start, length, out) }
        });
        let size = self.number::<usize>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_frame_compressed_size(start, length, format, out) }
        });
        let bound = self.number::<u64>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_decompressed_bound(start, length, out) }
        });
        let margin = self.number::<usize>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_decompression_margin(start, length, out) }
        });
        let is_frame = self.number::<i32>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_is_frame(start, length, out) }
        })?;
        let is_skippable = self.number::<i32>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_is_skippable_frame(start, length, out) }
        })?;
        let id = self.number::<u32>(|out| {
            // SAFETY: as above.
            unsafe { table.zstdrs_dictionary_id_of(start, length, out) }
        })?;
        Ok(map([
            ("parameters", self.frame_parameters(data, format).into()),
            ("content_size", self.content_size(data).into()),
            ("header_size", header_size.into()),
            ("size", size.into()),
            ("bound", bound.into()),
            ("margin", margin.into()),
            ("is_frame", (is_frame != 0).into()),
            ("is_skippable", (is_skippable != 0).into()),
            ("dictionary_id", id.into()),
        ]))
    }

    fn frame_parameters(&self, data: &Bytes, format: i64) -> Outcome {
        let mut parameters = zstdrs_frame_parameters {
            content_size: 0,
            window_size: 0,
            dict_id: 0,
            has_checksum: 0,
        };
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let out = &raw mut parameters;
        // SAFETY: `start` has `length` readable bytes; `out` is writable.
        let status = unsafe {
            self.table
                .zstdrs_get_frame_parameters(start, length, format, out)
        };
        self.check(status)?;
        Ok(map([
            ("content_size", parameters.content_size.into()),
            ("window_size", parameters.window_size.into()),
            ("dict_id", parameters.dict_id.into()),
            ("has_checksum", (parameters.has_checksum != 0).into()),
        ]))
    }

    fn content_size(&self, data: &Bytes) -> Result<i128, Failure> {
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let (mut size, mut known) = (0, 0);
        let (size_out, known_out) = (&raw mut size, &raw mut known);
        // SAFETY: `start` has `length` readable bytes; both places are writable.
        let status = unsafe {
            self.table
                .zstdrs_frame_content_size(start, length, size_out, known_out)
        };
        self.check(status)?;
        Ok(if known == 0 { -1 } else { size.into() })
    }

    pub(super) fn write_skippable(&self, data: &Bytes, variant: i64) -> Outcome {
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let frame = self.bytes(|out| {
            // SAFETY: `start` has `length` readable bytes; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_write_skippable_frame(start, length, variant, out)
            }
        })?;
        Ok(frame.into())
    }

    pub(super) fn read_skippable(&self, data: &Bytes) -> Outcome {
        let (start, length) = (data.0.as_ptr().cast(), data.0.len());
        let mut variant = 0_u32;
        let payload: Vec<u8> = self.copied(|payload, payload_length| {
            let variant = &raw mut variant;
            // SAFETY: `start` has `length` readable bytes; all places are writable.
            unsafe {
                self.table.zstdrs_read_skippable_frame(
                    start,
                    length,
                    payload,
                    payload_length,
                    variant,
                )
            }
        })?;
        Ok(Tree::List(vec![payload.into(), variant.into()]))
    }

    pub(super) fn describe_parameters(&self, described: &Parameters) -> Outcome {
        let parameters = self.parameters(described)?;
        let names: Vec<String> = match described {
            Parameters::Basic(_) | Parameters::Derived { .. } => {
                BASIC.iter().map(ToString::to_string).collect()
            }
            Parameters::Named(_) | Parameters::FromLevel { .. } => self.parameter_names(),
        };
        let handle = parameters.as_ptr();
        let value = |name: String| {
            let c_name = CString::new(name.as_str()).map_err(|_| broken("a name has a zero"))?;
            let value = self.number::<i32>(|out| {
                // SAFETY: the handle is live, the name is zero-terminated, `out` is writable.
                unsafe {
                    self.table
                        .zstdrs_parameters_get(handle, c_name.as_ptr(), out)
                }
            })?;
            Ok((name, value.into()))
        };
        let values = names.into_iter().map(value).collect::<Result<_, Failure>>();
        let size = self.number::<usize>(|out| {
            // SAFETY: the handle is live; `out` is writable.
            unsafe {
                self.table
                    .zstdrs_parameters_estimated_context_size(handle, out)
            }
        });
        Ok(map([("values", Tree::Map(values?)), ("size", size.into())]))
    }

    /// The names that the library lists.
    fn parameter_names(&self) -> Vec<String> {
        let names = (0..).map(|index| {
            // SAFETY: takes a number; the name is constant, or null behind the last one.
            unsafe { self.table.zstdrs_parameter_name(index) }
        });
        names.take_while(|name| !name.is_null()).map(text).collect()
    }

    pub(super) fn bounds(&self, name: &str) -> Outcome {
        let name = CString::new(name).map_err(|_| broken("a name has a zero"))?;
        let (mut smallest, mut largest) = (0, 0);
        let (low, high) = (&raw mut smallest, &raw mut largest);
        // SAFETY: the name is zero-terminated; both places are writable.
        let status = unsafe { self.table.zstdrs_parameter_bounds(name.as_ptr(), low, high) };
        self.check(status)?;
        Ok([smallest, largest].into_iter().collect())
    }
}
