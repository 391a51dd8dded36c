//! Buffers with segments, and collections of them.

use std::ffi::c_void;
use std::ptr;

use parity_tests::cabi::bindings::{self as c, zstdrs_segment_view};
use zstd_buffers::{BufferWithSegments, BufferWithSegmentsCollection, SharedMemory};
use zstd_contract::Shown;

use super::expected::Twin;
use super::machine::{Data, Machine, Step, call};

/// Gives back what keeps lent memory in place.
unsafe extern "C" fn release(user_data: *mut c_void) {
    // SAFETY: a box that `buffer` has given away, and called once, on the one thread of a run.
    drop(unsafe { Box::from_raw(user_data.cast::<Data>()) });
}

impl Machine {
    pub(super) fn memory(&mut self, step: Step) {
        match step.function % 8 {
            0 | 1 => self.buffer(step),
            2 => self.ask_buffer(step),
            3 | 4 => self.segment(step),
            5 => self.collection(step),
            6 => self.ask_collection(step),
            _ => self.member(step),
        }
    }

    /// A table of a few entries: cut from small numbers, or any bytes.
    fn table(&self, step: Step) -> Vec<u8> {
        let data = self.data(Step { flags: 0, ..step });
        let numbers = &data.bytes()[..data.bytes().len().min(64)];
        if step.flag(8) {
            return numbers.to_vec();
        }
        let numbers = numbers
            .iter()
            .take(16)
            .flat_map(|&number| u64::from(number % 32).to_ne_bytes());
        let mut table: Vec<u8> = numbers.collect();
        table.truncate(table.len() / 16 * 16);
        table
    }

    fn buffer(&mut self, step: Step) {
        let (data, table) = (self.data(step), self.table(step));
        let twin = (data.is_valid() && !step.nowhere()).then(|| -> Twin<_> {
            let memory = SharedMemory::from_owner(data.bytes().to_vec());
            Ok(BufferWithSegments::new(memory, &table)?)
        });
        let (start, length) = (table.as_ptr().cast(), table.len());
        let free = self.c.zstdrs_buffer_free;
        let made = if step.flag(4) {
            let lent: *mut c_void = Box::into_raw(Box::new(data.clone())).cast();
            let made = self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_buffer_borrow(
                            data.ptr(),
                            data.len(),
                            start,
                            length,
                            Some(release),
                            lent,
                            out
                        )
                    )
                },
                twin,
            );
            if made.is_none() {
                // SAFETY: a call that fails does not give the memory back.
                unsafe { release(lent) };
            }
            made
        } else {
            self.make(
                step,
                free,
                |out| {
                    call!(
                        self,
                        zstdrs_buffer_copy(data.ptr(), data.len(), start, length, out)
                    )
                },
                twin,
            )
        };
        self.buffers.put(step.object, made);
    }

    fn ask_buffer(&mut self, step: Step) {
        let (raw, twin) = self.buffers.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        let mut length = 0;
        let data = self.value(step, ptr::null(), |out| {
            call!(self, zstdrs_buffer_data(raw, out, &raw mut length))
        });
        let length = data.1.map(|_| length);
        self.judge((data.0, length), twin.as_ref().map(|twin| Ok(twin.size())));
        let mut count = 0;
        let table = self.value(step, ptr::null(), |out| {
            call!(self, zstdrs_buffer_table(raw, out, &raw mut count))
        });
        let count = table.1.map(|_| count);
        self.judge((table.0, count), twin.as_ref().map(|twin| Ok(twin.len())));
        let text = self.bytes(step, |out| call!(self, zstdrs_buffer_shown(raw, out)));
        let shown = twin.as_ref().map(|twin| Shown::Buffer {
            segments: twin.len(),
            size: twin.size(),
        });
        self.judge(text, shown.map(|shown| Ok(shown.to_string().into_bytes())));
        let text = self.bytes(step, |out| call!(self, zstdrs_table_shown(raw, out)));
        let shown = twin.map(|twin| Shown::Table {
            segments: twin.len(),
        });
        self.judge(text, shown.map(|shown| Ok(shown.to_string().into_bytes())));
    }

    /// Asks for a segment of a buffer or of a collection.
    fn segment(&mut self, step: Step) {
        let index = step.number();
        let mut view = zstdrs_segment_view {
            data: ptr::null(),
            length: usize::MAX,
            offset: 7,
            buffer: 7,
        };
        let place = if step.nowhere() {
            ptr::null_mut()
        } else {
            &raw mut view
        };
        let (status, twin) = if step.flag(4) {
            let (raw, twin) = self.collections.at(step.object);
            let twin = twin.map(|twin| twin.segment(index));
            (
                call!(self, zstdrs_collection_segment(raw, index, place)),
                twin,
            )
        } else {
            let (raw, twin) = self.buffers.at(step.object);
            let twin = twin.map(|twin| twin.segment(index));
            (call!(self, zstdrs_buffer_segment(raw, index, place)), twin)
        };
        assert!(status == c::ZSTDRS_STATUS_OK || (view.length, view.offset) == (usize::MAX, 7));
        let found = (status == c::ZSTDRS_STATUS_OK).then(|| {
            assert!(!view.data.is_null());
            // SAFETY: the library says so, and what the segment was asked from is live.
            let bytes = unsafe { std::slice::from_raw_parts(view.data.cast::<u8>(), view.length) };
            (view.offset, bytes.to_vec())
        });
        let twin = twin.filter(|_| !step.nowhere()).map(|twin| -> Twin<_> {
            let segment = twin?;
            Ok((segment.offset(), segment[..].to_vec()))
        });
        if let Some((_, bytes)) = self.judge((status, found), twin) {
            self.keep(&bytes);
            let text = self.bytes(step, |out| {
                call!(self, zstdrs_segment_shown(view.offset, view.length, out))
            });
            let (offset, length) = (view.offset, view.length);
            let shown = Shown::Segment { offset, length }.to_string();
            self.judge(text, Some(Ok(shown.into_bytes())));
        }
    }

    /// Joins any of the buffers, NULL among them.
    fn collection(&mut self, step: Step) {
        let places = [step.data, step.start, step.length];
        let count = usize::from(step.flags >> 2) % 4;
        let (mut raws, mut twins) = (Vec::new(), Vec::new());
        for &place in &places[..count] {
            let (raw, twin) = self.buffers.at(place);
            raws.push(raw.cast_const());
            twins.extend(twin.cloned());
        }
        let twin = (!step.nowhere() && twins.len() == count)
            .then(|| BufferWithSegmentsCollection::new(twins).map_err(Into::into));
        let made = self.make(
            step,
            self.c.zstdrs_collection_free,
            |out| call!(self, zstdrs_collection_new(raws.as_ptr(), count, out)),
            twin,
        );
        self.collections.put(step.object, made);
    }

    fn ask_collection(&mut self, step: Step) {
        let (raw, twin) = self.collections.at(step.object);
        let twin = twin.cloned().filter(|_| !step.nowhere());
        let mut size = 0;
        let count = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_collection_size(raw, out, &raw mut size))
        });
        let both = count.1.map(|count| (count, size));
        let expected = twin.as_ref().map(|twin| Ok((twin.len(), twin.size())));
        self.judge((count.0, both), expected);
        let buffers = self.value(step, usize::MAX, |out| {
            call!(self, zstdrs_collection_buffer_count(raw, out))
        });
        self.judge(buffers, twin.as_ref().map(|twin| Ok(twin.buffers().len())));
        let text = self.bytes(step, |out| call!(self, zstdrs_collection_shown(raw, out)));
        let shown = twin.map(|twin| Shown::Collection {
            segments: twin.len(),
            size: twin.size(),
        });
        self.judge(text, shown.map(|shown| Ok(shown.to_string().into_bytes())));
    }

    /// Takes a buffer out of a collection.
    fn member(&mut self, step: Step) {
        let (raw, twin) = self.collections.at(step.data);
        let index = usize::try_from(step.number()).unwrap_or(usize::MAX);
        let twin = twin.filter(|_| !step.nowhere()).map(|twin| {
            let member = twin.buffers().get(index).cloned();
            member.ok_or_else(|| {
                zstd_buffers::Error::IndexTooLarge {
                    index: i64::try_from(index).unwrap_or(i64::MAX),
                    len: twin.len().min(twin.buffers().len()),
                }
                .into()
            })
        });
        let made = self.make(
            step,
            self.c.zstdrs_buffer_free,
            |out| call!(self, zstdrs_collection_buffer(raw, index, out)),
            twin,
        );
        self.buffers.put(step.object, made);
    }
}
