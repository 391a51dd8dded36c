//! Functions that look at bytes without decoding them.
#![forbid(unsafe_code)]

use std::ffi::CString;
use std::ptr;

use parity_tests::cabi::bindings::{self as c, zstdrs_frame_parameters};
use zstd_contract::{ArgumentError, Shown};
use zstd_core::{frame, skippable};

use super::machine::{Machine, Step, call};

impl Machine {
    pub(super) fn frame(&mut self, step: Step) {
        let data = self.data(step);
        let (start, length, bytes) = (data.ptr(), data.len(), data.bytes());
        let complete = data.is_valid() && !step.nowhere();
        let format = step.number();
        match step.function % 12 {
            0 => self.frame_parameters(step),
            1 => {
                let mut known = -1;
                let size = self.value(step, u64::MAX, |out| {
                    call!(
                        self,
                        zstdrs_frame_content_size(start, length, out, &raw mut known)
                    )
                });
                let twin = complete.then(|| match zstd_contract::frame_content_size(bytes) {
                    Ok(size) => Ok(u64::try_from(size).unwrap_or(0)),
                    Err(failure) => Err(failure.into()),
                });
                self.judge(size, twin);
            }
            2 => {
                let size = self.value(step, usize::MAX, |out| {
                    call!(self, zstdrs_frame_header_size(start, length, out))
                });
                self.judge(
                    size,
                    complete.then(|| frame::header_size(bytes).map_err(Into::into)),
                );
            }
            3 => {
                let size = self.value(step, usize::MAX, |out| {
                    call!(
                        self,
                        zstdrs_frame_compressed_size(start, length, format, out)
                    )
                });
                let twin =
                    || zstd_contract::frame_compressed_size(bytes, format).map_err(Into::into);
                self.judge(size, complete.then(twin));
            }
            4 => {
                let bound = self.value(step, u64::MAX, |out| {
                    call!(self, zstdrs_decompressed_bound(start, length, out))
                });
                self.judge(
                    bound,
                    complete.then(|| frame::decompressed_bound(bytes).map_err(Into::into)),
                );
            }
            5 => {
                let margin = self.value(step, usize::MAX, |out| {
                    call!(self, zstdrs_decompression_margin(start, length, out))
                });
                let twin = || frame::decompression_margin(bytes).map_err(Into::into);
                self.judge(margin, complete.then(twin));
            }
            6 => {
                let answer = self.value(step, -1, |out| {
                    call!(self, zstdrs_is_frame(start, length, out))
                });
                self.judge(answer, complete.then(|| Ok(frame::is_frame(bytes).into())));
            }
            7 => {
                let frame = self.bytes(step, |out| {
                    call!(
                        self,
                        zstdrs_write_skippable_frame(start, length, format, out)
                    )
                });
                let twin = complete.then(|| skippable::write(bytes, format).map_err(Into::into));
                if let Some(frame) = self.judge(frame, twin) {
                    self.keep(&frame);
                }
            }
            8 => self.read_skippable(step),
            9 => {
                let answer = self.value(step, -1, |out| {
                    call!(self, zstdrs_is_skippable_frame(start, length, out))
                });
                self.judge(
                    answer,
                    complete.then(|| Ok(skippable::is_skippable(bytes).into())),
                );
                let id = self.value(step, 1, |out| {
                    call!(self, zstdrs_dictionary_id_of(start, length, out))
                });
                self.judge(
                    id,
                    complete.then(|| Ok(zstd_contract::dictionary_id(bytes))),
                );
            }
            10 => {
                let byte = self.value(step, 0xA5, |out| {
                    call!(self, zstdrs_byte_at(start, length, format, out))
                });
                let twin = || zstd_contract::byte_at(bytes, format).map_err(Into::into);
                self.judge(byte, complete.then(twin));
            }
            _ => self.about_the_library(step),
        }
    }

    fn frame_parameters(&mut self, step: Step) {
        let data = self.data(step);
        let format = i64::from(step.length % 3);
        let mut found = zstdrs_frame_parameters {
            content_size: 1,
            window_size: 2,
            dict_id: 3,
            has_checksum: 4,
        };
        let place = if step.nowhere() {
            ptr::null_mut()
        } else {
            &raw mut found
        };
        let status = call!(
            self,
            zstdrs_get_frame_parameters(data.ptr(), data.len(), format, place)
        );
        let all = (
            found.content_size,
            found.window_size,
            found.dict_id,
            found.has_checksum,
        );
        assert!(status == c::ZSTDRS_STATUS_OK || all == (1, 2, 3, 4));
        if !data.is_valid() || step.nowhere() {
            return self.refused(status);
        }
        let twin = zstd_contract::frame_parameters(data.bytes(), format);
        let numbers = twin.clone().map(|twin| {
            let checksum = u32::from(twin.has_checksum);
            (twin.content_size, twin.window_size, twin.dict_id, checksum)
        });
        self.judge((status, Some(all)), Some(numbers.map_err(Into::into)));
        if let Ok(twin) = twin {
            let text = self.bytes(step, |out| {
                call!(self, zstdrs_frame_parameters_shown(&raw const found, out))
            });
            self.judge(text, Some(Ok(Shown::Frame(&twin).to_string().into_bytes())));
        }
    }

    fn read_skippable(&mut self, step: Step) {
        let data = self.data(step);
        let (mut length, mut variant) = (0, 0);
        let payload = self.value(step, ptr::null(), |out| {
            let (length, variant) = (&raw mut length, &raw mut variant);
            call!(
                self,
                zstdrs_read_skippable_frame(data.ptr(), data.len(), out, length, variant)
            )
        });
        let twin =
            (data.is_valid() && !step.nowhere()).then(|| match skippable::read(data.bytes()) {
                Ok((content, kind)) => Ok((content.as_ptr().cast(), content.len(), kind)),
                Err(error) => Err(error.into()),
            });
        let found = payload.1.map(|payload| (payload, length, variant));
        self.judge((payload.0, found), twin);
    }

    /// What the library says of itself, and the failures that bindings pass on.
    fn about_the_library(&mut self, step: Step) {
        let index = usize::from(step.start);
        let (mut magnitude, mut negative) = (0, 0);
        let name = self.value(step, ptr::null(), |out| {
            let (magnitude, negative) = (&raw mut magnitude, &raw mut negative);
            call!(self, zstdrs_constant(index, out, magnitude, negative))
        });
        let exists = index < call!(self, zstdrs_constant_count()) && !step.nowhere();
        assert_eq!(name.0 == c::ZSTDRS_STATUS_OK, exists);
        for name in [
            call!(self, zstdrs_parameter_name(index)),
            call!(self, zstdrs_decompression_parameter_name(index)),
            call!(self, zstdrs_backend_feature(index)),
        ] {
            assert!(name.is_null() || index < 100);
        }
        assert!(!call!(self, zstdrs_version()).is_null());
        let version = call!(self, zstdrs_libzstd_version());
        assert_eq!(version, zstd_core::version_number());
        let size = self.value(step, 0, |out| {
            call!(self, zstdrs_estimate_decompression_context_size(out))
        });
        let estimate = zstd_core::estimate::decompression_context_size();
        self.judge(size, (!step.nowhere()).then_some(Ok(estimate)));
        let text = CString::new("name").unwrap_or_default();
        let number = i32::from(step.length % 24) - 1;
        let name = if step.flag(2) {
            ptr::null()
        } else {
            text.as_ptr()
        };
        let status = call!(self, zstdrs_argument_error(number, index as u64, name));
        self.refused(status);
        if number == c::ZSTDRS_ARGUMENT_SINK.cast_signed() {
            self.failed(status, &ArgumentError::Sink.into());
        }
    }
}
