//! Many items in one allocation.
//!
//! A [`BufferWithSegments`] is shared memory and a validated table of `(offset, length)` pairs over it; its items are
//! [`BufferSegment`]s, cheap reference-counted slices. A [`BufferWithSegmentsCollection`] spans several of them as one
//! sequence. An [`Arena`] is where such memory is filled: it reserves address space, commits pages as they are written and
//! asks for huge pages where outputs are large.
//!
//! This crate knows nothing of compression. [`Items`] is what batch calls take: any indexed collection of byte strings.
//!
//! ```
//! use zstd_buffers::{BufferWithSegments, Segment, SharedMemory};
//!
//! let memory = SharedMemory::from_owner(b"foobarbaz".to_vec());
//! let table = vec![Segment::new(0, 3), Segment::new(3, 6)];
//! let buffer = BufferWithSegments::from_table(memory, table)?;
//! assert_eq!(buffer.len(), 2);
//! assert_eq!(&buffer.segment(1)?[..], b"barbaz");
//! # Ok::<(), zstd_buffers::Error>(())
//! ```

mod advice;
mod arena;
mod buffer;
mod collection;
mod convert;
mod debug;
mod error;
mod items;
mod iter;
mod memory;
mod region;
mod reserve;
mod table;
pub mod vectors;

pub use advice::{HUGE_PAGE_THRESHOLD, advise_huge_pages};
pub use arena::Arena;
pub use buffer::{BufferSegment, BufferWithSegments};
pub use collection::BufferWithSegmentsCollection;
pub use error::{Error, ErrorKind, Result};
pub use items::Items;
pub use iter::{IntoIter, Iter, SharedItems};
pub use memory::SharedMemory;
pub use reserve::Reserve;
pub use table::{BufferSegments, Segment};
