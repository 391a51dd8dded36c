//! Content-only dictionary chains.

use std::mem::swap;

use zstd_buffers::Items;
use zstd_core::frame::{ContentSize, FrameKind, header, largest_content};
use zstd_core::{DCtx, Decompressor, Error as CoreError, ErrorCode, OutputBuffer, Prefix};

use crate::error::{Error, Result};

/// Restores the content of the last frame of a chain: each frame but the first was compressed with the content of the frame
/// before it as its dictionary. Every frame must state its content size. A limit of the decompressor is for the content of all
/// links together.
///
/// Two buffers take turns, so that a link allocates only where it is larger than those before it; the last link goes straight to
/// memory of the caller's kind.
///
/// ```
/// use zstd_core::{Compressor, Decompressor, Dictionary};
/// use zstd_dict::decompress_chain;
///
/// let (first, second) = (b"some text that goes on", b"some text that goes on and on");
/// let alone = Compressor::builder().content_size(true);
/// let frames = [
///     alone.clone().build()?.compress(first)?,
///     alone.dictionary(Dictionary::new(&first[..])).build()?.compress(second)?,
/// ];
/// assert_eq!(decompress_chain::<Vec<u8>, _>(&Decompressor::new(), &frames[..])?, second);
/// # Ok::<(), zstd_dict::Error>(())
/// ```
pub fn decompress_chain<B: OutputBuffer, I: Items + ?Sized>(
    decompressor: &Decompressor,
    frames: &I,
) -> Result<B::Finished> {
    let last = frames.count().checked_sub(1).ok_or(Error::EmptyChain)?;
    let mut sizes = Vec::new();
    reserve(&mut sizes, frames.count())?;
    for index in 0..=last {
        sizes.push(link_size(decompressor, index, frames.item(index))?);
    }
    let needed = sizes
        .iter()
        .fold(0, |sum: u64, &size| sum.saturating_add(size as u64));
    if let Some(limit) = decompressor.max_output_size()
        && needed > limit
    {
        return Err(Error::TotalLimit { limit, needed });
    }
    let mut context = decompressor.context()?;
    let (mut previous, mut current) = (Vec::new(), Vec::new());
    for (index, &size) in sizes[..last].iter().enumerate() {
        reserve(&mut current, size)?;
        let place = &mut current.spare_capacity_mut()[..size];
        decompress_link(&mut context, index, frames.item(index), place, &previous)?;
        // SAFETY: the link has filled all of its size.
        unsafe { current.set_len(size) };
        swap(&mut previous, &mut current);
    }
    let mut output = B::allocate(sizes[last])?;
    let place = &mut output.spare()[..sizes[last]];
    decompress_link(&mut context, last, frames.item(last), place, &previous)?;
    // SAFETY: the link has filled all of its size.
    Ok(unsafe { output.finish(sizes[last]) }?)
}

fn reserve<T>(vector: &mut Vec<T>, count: usize) -> Result<()> {
    vector.clear();
    vector
        .try_reserve(count)
        .map_err(|_| CoreError::OutOfMemory {
            bytes: (count as u64).checked_mul(size_of::<T>() as u64),
        })?;
    Ok(())
}

fn decompress_link(
    context: &mut DCtx,
    index: usize,
    frame: &[u8],
    place: &mut [std::mem::MaybeUninit<u8>],
    previous: &[u8],
) -> Result<()> {
    let failed = |source| Error::Link { index, source };
    let length = context
        .decompress_with_prefix(frame, place, Prefix(previous))
        .map_err(failed)?;
    if length != place.len() {
        return Err(failed(CoreError::SizeMismatch {
            expected: place.len() as u64,
            actual: length as u64,
        }));
    }
    Ok(())
}

fn link_size(decompressor: &Decompressor, index: usize, frame: &[u8]) -> Result<usize> {
    let header = header(frame, decompressor.format()).map_err(|source| match source.code() {
        Some(ErrorCode::SRC_SIZE_WRONG) => Error::LinkTooSmall { index },
        Some(ErrorCode::FRAME_PARAMETER_WINDOW_TOO_LARGE) => Error::Link { index, source },
        _ => Error::LinkNotAFrame { index },
    })?;
    let (FrameKind::Zstandard, ContentSize::Known(claimed)) = (header.kind, header.content_size)
    else {
        return Err(match header.kind {
            FrameKind::Skippable => Error::LinkNotAFrame { index },
            FrameKind::Zstandard => Error::LinkWithoutSize { index },
        });
    };
    let possible = largest_content(frame.len());
    let fits = usize::try_from(claimed)
        .ok()
        .filter(|_| claimed <= possible);
    fits.ok_or(Error::Link {
        index,
        source: CoreError::ImplausibleSize {
            claimed,
            length: frame.len() as u64,
            possible,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use zstd_core::{Compressor, Dictionary};

    fn chain(contents: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mut frames = Vec::new();
        let mut previous: Option<Vec<u8>> = None;
        for content in contents {
            let mut builder = Compressor::builder().content_size(true);
            if let Some(previous) = previous {
                builder = builder.dictionary(Dictionary::new(previous));
            }
            frames.push(builder.build().unwrap().compress(content).unwrap());
            previous = Some(content.clone());
        }
        frames
    }

    fn decompress(frames: &[Vec<u8>]) -> Result<Vec<u8>> {
        decompress_chain::<Vec<u8>, _>(&Decompressor::new(), frames)
    }

    #[test]
    fn bad_links_are_named() {
        let good = chain(&[b"first content".repeat(9), b"second content".repeat(9)]);
        assert_eq!(decompress(&[]), Err(Error::EmptyChain));
        let with = |link: Vec<u8>| [good[0].clone(), link];
        assert_eq!(
            decompress(&with(zstd_core::frame::MAGIC_NUMBER.to_le_bytes().to_vec())),
            Err(Error::LinkTooSmall { index: 1 })
        );
        assert_eq!(
            decompress(&with(b"foobarbaz".to_vec())),
            Err(Error::LinkNotAFrame { index: 1 })
        );
        let unsized_ = Compressor::builder()
            .build()
            .unwrap()
            .compress(b"foo")
            .unwrap();
        assert_eq!(
            decompress(&with(unsized_)),
            Err(Error::LinkWithoutSize { index: 1 })
        );
        let mut corrupted = good[1].clone();
        corrupted.truncate(corrupted.len() - 1);
        assert!(matches!(
            decompress(&with(corrupted)),
            Err(Error::Link { index: 1, .. })
        ));
        let alone = decompress(&good[1..]);
        assert!(
            alone != Ok(b"second content".repeat(9)),
            "the second link needs the first"
        );
    }

    #[test]
    fn all_links_together_may_be_limited() {
        let links = chain(&[vec![1; 100], vec![2; 50]]);
        let run = |limit| {
            let decompressor = Decompressor::builder().max_output_size(limit).build();
            decompress_chain::<Vec<u8>, _>(&decompressor.unwrap(), &links)
        };
        assert_eq!(run(150).unwrap(), [2; 50]);
        let (limit, needed) = (149, 150);
        assert_eq!(run(149), Err(Error::TotalLimit { limit, needed }));
    }

    proptest! {
        #[test]
        fn the_last_link_is_restored(contents in prop::collection::vec(prop::collection::vec(0_u8..4, 0..300), 1..12)) {
            let frames = chain(&contents);
            let restored = decompress(&frames).unwrap();
            prop_assert_eq!(&restored, contents.last().unwrap());
        }
    }
}
