//! What dictionaries and parameters answer, and the end of objects that others were made with.

use std::ffi::{CString, c_char};
use std::ptr;

use zstd_contract::Shown;

use super::machine::{Machine, Step, call};

impl Machine {
    pub(super) fn ask_dictionary(&mut self, step: Step) {
        let (raw, twin) = self.dictionaries.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        match step.start % 5 {
            0 => {
                let id = self.value(step, u32::MAX, |out| {
                    call!(self, zstdrs_dictionary_id(raw, out))
                });
                self.judge(id, twin.map(|twin| Ok(twin.id())));
            }
            1 => {
                let text = self.bytes(step, |out| call!(self, zstdrs_dictionary_shown(raw, out)));
                let twin = twin.map(|twin| Shown::Dictionary {
                    size: twin.len(),
                    id: twin.id(),
                });
                self.judge(text, twin.map(|shown| Ok(shown.to_string().into_bytes())));
            }
            2 => {
                let mut d = 0;
                let k = self.value(step, u32::MAX, |out| {
                    call!(self, zstdrs_dictionary_k_and_d(raw, out, &raw mut d))
                });
                self.judge(k, twin.map(|twin| Ok(twin.k())));
            }
            3 => {
                let parameters = self.parameters.raw(step.data);
                let level = step.level();
                let status = call!(
                    self,
                    zstdrs_dictionary_precompute_compress(raw, level, parameters)
                );
                let set = self.parameters.twin(step.data).cloned();
                let twin = self.dictionaries.twin(step.object);
                let ended = twin.map(|twin| {
                    let digested = twin.precompute_compress(level, set.as_ref());
                    digested.map_err(Into::into)
                });
                self.judge((status, Some(())), ended);
            }
            _ => {
                let mut length = 0;
                let data = self.value(step, ptr::null(), |out| {
                    call!(self, zstdrs_dictionary_data(raw, out, &raw mut length))
                });
                match (twin, data.1) {
                    (Some(twin), Some(data)) => {
                        // SAFETY: the library says so, and the dictionary is live.
                        let bytes =
                            unsafe { std::slice::from_raw_parts(data.cast::<u8>(), length) };
                        assert!(bytes == twin.as_bytes());
                    }
                    _ => self.refused(data.0),
                }
            }
        }
    }

    pub(super) fn ask_parameters(&mut self, step: Step) {
        let names: Vec<_> = zstd_contract::option_names()
            .chain(zstd_contract::decompression_parameter_names())
            .chain(["no such name"])
            .collect();
        let name = names[usize::from(step.data) % names.len()];
        let text = CString::new(name).unwrap_or_default();
        let start: *const c_char = if step.flag(2) {
            ptr::null()
        } else {
            text.as_ptr()
        };
        let (raw, twin) = self.parameters.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        let complete = !step.flag(2) && !step.nowhere();
        match step.start % 4 {
            0 => {
                let value = self.value(step, i32::MIN, |out| {
                    call!(self, zstdrs_parameters_get(raw, start, out))
                });
                let twin = twin.filter(|_| complete);
                self.judge(
                    value,
                    twin.map(|twin| zstd_contract::option_value(&twin, name).map_err(Into::into)),
                );
            }
            1 => {
                let size = self.value(step, usize::MAX, |out| {
                    call!(self, zstdrs_parameters_estimated_context_size(raw, out))
                });
                self.judge(
                    size,
                    twin.map(|twin| twin.estimated_context_size().map_err(Into::into)),
                );
            }
            2 => {
                let basic = i32::from(step.length % 2);
                let text = self.bytes(step, |out| {
                    call!(self, zstdrs_parameters_shown(raw, basic, out))
                });
                let shown = twin.map(|twin| {
                    let shown = if basic != 0 {
                        Shown::ClassicParameters(&twin).to_string()
                    } else {
                        Shown::Parameters(&twin).to_string()
                    };
                    Ok(shown.into_bytes())
                });
                self.judge(text, shown);
            }
            _ => {
                let mut largest = i32::MIN;
                let smallest = self.value(step, i32::MIN, |out| {
                    call!(self, zstdrs_parameter_bounds(start, out, &raw mut largest))
                });
                let bounds = complete.then(|| zstd_contract::parameter_bounds(name));
                let twin = bounds.map(|bounds| bounds.map(|bounds| bounds.0).map_err(Into::into));
                self.judge(smallest, twin);
            }
        }
    }

    /// Frees objects; what was made with them lives on.
    pub(super) fn throw_away(&mut self, step: Step) {
        match step.data % 6 {
            0 => self.dictionaries.clear(step.object),
            1 => self.parameters.clear(step.object),
            2 => self.compressors.clear(step.object),
            3 => self.decompressors.clear(step.object),
            4 => self.buffers.clear(step.object),
            _ => self.collections.clear(step.object),
        }
        call!(self, zstdrs_dictionary_free(ptr::null_mut()));
        call!(self, zstdrs_compressor_free(ptr::null_mut()));
        call!(self, zstdrs_decompressor_free(ptr::null_mut()));
    }
}
