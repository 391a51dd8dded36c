//! Dictionaries: content, kind, identity, and what was digested from it.

use std::fmt;
use std::sync::Arc;

use crate::content::Content;
use crate::context::{CDict, DDict};
use crate::error::{Error, Result};
use crate::parameters::{CParameter, CParameters, check_level};
use crate::slot::Slot;
use crate::sys;

/// How the bytes of a dictionary are to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DictKind {
    /// A full dictionary when it begins with the dictionary magic, content otherwise.
    #[default]
    Auto,
    /// Content only, whatever it begins with.
    RawContent,
    /// A full dictionary: magic, ID, entropy tables, content.
    Full,
}

impl DictKind {
    /// 0 = automatic, 1 = raw content, 2 = full dictionary.
    pub fn from_number(number: i64) -> Result<Self> {
        match number {
            0 => Ok(Self::Auto),
            1 => Ok(Self::RawContent),
            2 => Ok(Self::Full),
            other => Err(Error::invalid(format!(
                "invalid dictionary load mode: {other}; must use DICT_TYPE_* constants (0 = auto, 1 = raw content, 2 = full dictionary)"
            ))),
        }
    }

    /// The inverse of [`DictKind::from_number`].
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Auto => 0,
            Self::RawContent => 1,
            Self::Full => 2,
        }
    }

    pub(crate) fn raw(self) -> sys::ZSTD_dictContentType_e {
        match self {
            Self::Auto => sys::ZSTD_dictContentType_e::ZSTD_dct_auto,
            Self::RawContent => sys::ZSTD_dictContentType_e::ZSTD_dct_rawContent,
            Self::Full => sys::ZSTD_dictContentType_e::ZSTD_dct_fullDict,
        }
    }
}

/// What compressors and decompressors do with a dictionary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DictionaryUse {
    /// It serves all frames, digested once for the parameters of the compressor, and shared by all contexts.
    #[default]
    Shared,
    /// It serves all frames. Each context digests it for itself, so that its parameters are in force down to the window of
    /// frames of unknown size. The same as [`DictionaryUse::Shared`] for decompressors.
    Loaded,
    /// It serves all frames, digested for the level of the compressor, whose other parameters give way to those of the level
    /// where the dictionary is concerned. Compressors of one level share what was digested. The same as
    /// [`DictionaryUse::Shared`] for decompressors.
    Digested,
    /// It is the content right before the first frame of each compressing stream, before each frame of one-shot calls, and before
    /// each frame that is decompressed: not digested, and taken as it is even if it is a full dictionary.
    Prefix,
}

/// How many levels' digests a dictionary keeps.
const LEVELS_KEPT: i32 = 8;

/// A dictionary. Clones share the content and what was digested from it.
///
/// ```
/// use zstd_core::{Compressor, Decompressor, Dictionary};
///
/// let dictionary = Dictionary::new(&b"content that the records have in common"[..]);
/// let compressor = Compressor::builder().content_size(true).dictionary(dictionary.clone()).build()?;
/// let decompressor = Decompressor::builder().dictionary(dictionary).build()?;
/// let frame = compressor.compress(b"content that the records have in common, and more")?;
/// assert_eq!(decompressor.decompress(&frame)?.len(), 49);
/// # Ok::<(), zstd_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Dictionary {
    shared: Arc<Shared>,
}

struct Shared {
    content: Content,
    kind: DictKind,
    segment_size: u32,
    dmer_size: u32,
    decompress: Slot<DDict>,
    precomputed: Slot<CDict>,
    levels: [Slot<LevelDigest>; LEVELS_KEPT as usize],
}

/// A dictionary digested for a level.
struct LevelDigest {
    level: i32,
    cdict: Arc<CDict>,
}

impl Dictionary {
    /// Content, or a full dictionary when it begins with the dictionary magic.
    #[must_use]
    pub fn new(content: impl Into<Content>) -> Self {
        Self::with_kind(content, DictKind::Auto)
    }

    /// A dictionary that is read as `kind` says. A full dictionary that is none is found out when it is first used.
    #[must_use]
    pub fn with_kind(content: impl Into<Content>, kind: DictKind) -> Self {
        Self::trained(content, kind, 0, 0)
    }

    /// A dictionary with the parameters that cover training has chosen: segment size `k` and dmer size `d`.
    #[must_use]
    pub fn trained(content: impl Into<Content>, kind: DictKind, k: u32, d: u32) -> Self {
        Self {
            shared: Arc::new(Shared {
                content: content.into(),
                kind,
                segment_size: k,
                dmer_size: d,
                decompress: Slot::new(),
                precomputed: Slot::new(),
                levels: std::array::from_fn(|_| Slot::new()),
            }),
        }
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.shared.content
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.content.len()
    }

    /// Whether it has no bytes at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shared.content.is_empty()
    }

    /// How the bytes are read.
    #[must_use]
    pub fn kind(&self) -> DictKind {
        self.shared.kind
    }

    /// The ID, 0 for content-only dictionaries.
    #[must_use]
    pub fn id(&self) -> u32 {
        dictionary_id(self.as_bytes())
    }

    /// The segment size of cover training, 0 otherwise.
    #[must_use]
    pub fn k(&self) -> u32 {
        self.shared.segment_size
    }

    /// The dmer size of cover training, 0 otherwise.
    #[must_use]
    pub fn d(&self) -> u32 {
        self.shared.dmer_size
    }

    /// Digests the dictionary now, for compressors that are made later: either for a level or for explicit parameters, which
    /// then win over theirs.
    pub fn precompute_compress(&self, level: i64, parameters: Option<&CParameters>) -> Result<()> {
        let chosen = match (level, parameters) {
            (0, None) => {
                return Err(Error::invalid(
                    "must specify one of level or compression_params",
                ));
            }
            (0, Some(parameters)) => parameters.clone(),
            (level, None) => {
                let mut chosen = CParameters::new();
                chosen.set(CParameter::CompressionLevel, check_level(level)?.into())?;
                chosen
            }
            (_, Some(_)) => {
                return Err(Error::invalid(
                    "must only specify one of level or compression_params",
                ));
            }
        };
        let cdict =
            CDict::with_fixed_parameters(self.shared.content.clone(), self.shared.kind, &chosen)?;
        self.shared.precomputed.set(Arc::new(cdict));
        Ok(())
    }

    /// The dictionary digested for `parameters`, or what [`Dictionary::precompute_compress`] made.
    pub(crate) fn digest_for(&self, parameters: &CParameters) -> Result<Arc<CDict>> {
        if let Some(cdict) = self.shared.precomputed.get() {
            return Ok(cdict);
        }
        let params = parameters.to_ctx_params()?;
        CDict::new(self.shared.content.clone(), self.shared.kind, &params).map(Arc::new)
    }

    /// The dictionary digested for a level. Of levels that differ by a multiple of [`LEVELS_KEPT`], the first one stays.
    pub(crate) fn digest_for_level(&self, level: i32) -> Result<Arc<CDict>> {
        let slot = &self.shared.levels[level.rem_euclid(LEVELS_KEPT).unsigned_abs() as usize];
        let kept = slot.get();
        if let Some(digest) = kept.as_ref().filter(|digest| digest.level == level) {
            return Ok(digest.cdict.clone());
        }
        let cdict = Arc::new(CDict::for_level(self.shared.content.clone(), level)?);
        if kept.is_none() {
            let cdict = cdict.clone();
            slot.set(Arc::new(LevelDigest { level, cdict }));
        }
        Ok(cdict)
    }

    /// Finds out whether a full dictionary is broken. Anything else is fine as it is.
    pub fn check(&self) -> Result<()> {
        match self.id() {
            0 => Ok(()),
            _ => self.ddict().map(drop),
        }
    }

    /// The content, to be referred to.
    pub(crate) fn content(&self) -> &Content {
        &self.shared.content
    }

    /// The dictionary digested for decompression; done once and shared.
    pub(crate) fn ddict(&self) -> Result<Arc<DDict>> {
        if let Some(ddict) = self.shared.decompress.get() {
            return Ok(ddict);
        }
        // Two threads may both digest it here: twice the work once, but no lock that a fork could leave held.
        let ddict = Arc::new(DDict::new(self.shared.content.clone(), self.shared.kind)?);
        self.shared.decompress.set(ddict.clone());
        Ok(ddict)
    }
}

impl AsRef<[u8]> for Dictionary {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl From<Vec<u8>> for Dictionary {
    /// As [`Dictionary::new`].
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl fmt::Debug for Dictionary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dictionary")
            .field("len", &self.len())
            .field("kind", &self.kind())
            .field("id", &self.id())
            .finish()
    }
}

/// The ID that a full dictionary carries; 0 for anything else.
#[must_use]
pub(crate) fn dictionary_id(content: &[u8]) -> u32 {
    // SAFETY: the range is valid for its length; short and foreign content is answered with 0.
    unsafe { sys::ZSTD_getDictID_fromDict(content.as_ptr().cast(), content.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_has_no_id() {
        let dictionary = Dictionary::new(&b"some content"[..]);
        assert_eq!(
            (
                dictionary.id(),
                dictionary.len(),
                dictionary.k(),
                dictionary.d()
            ),
            (0, 12, 0, 0)
        );
    }

    #[test]
    fn a_corrupted_full_dictionary_is_an_error_when_it_is_used() {
        let mut bytes = 0xEC30_A437_u32.to_le_bytes().to_vec();
        bytes.extend_from_slice(&[1, 0, 0, 0, 9, 9, 9, 9]);
        let dictionary = Dictionary::new(bytes);
        assert_eq!(dictionary.id(), 1);
        assert!(dictionary.digest_for(&CParameters::new()).is_err());
        assert!(dictionary.ddict().is_err());
        assert!(dictionary.check().is_err());
        assert!(Dictionary::new(&b"some content"[..]).check().is_ok());
    }

    #[test]
    fn precomputing_takes_a_level_or_parameters() {
        let dictionary = Dictionary::new(&b"some content"[..]);
        let parameters = CParameters::from_level(3, None, 0).unwrap();
        assert!(dictionary.precompute_compress(0, None).is_err());
        assert!(
            dictionary
                .precompute_compress(3, Some(&parameters))
                .is_err()
        );
        dictionary.precompute_compress(3, None).unwrap();
        dictionary
            .precompute_compress(0, Some(&parameters))
            .unwrap();
    }
}
