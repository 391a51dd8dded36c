//! Trees as bytes. A message is a 32-bit length and a tree; a tree is a tag byte and what the tag says. Numbers are
//! little-endian. `python/wire.py` is the other end.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use super::{Bytes, Tree};
use crate::outcome::{Class, Failure};

/// Bytes that are not a tree.
#[derive(Debug)]
pub struct Malformed;

/// The tree as bytes.
#[must_use]
pub fn encode(tree: &Tree) -> Vec<u8> {
    let mut out = Vec::new();
    put(tree, &mut out);
    out
}

/// The tree that the bytes are.
///
/// # Errors
///
/// [`Malformed`] when they are cut off, have an unknown tag, or are followed by something.
pub fn decode(mut bytes: &[u8]) -> Result<Tree, Malformed> {
    let tree = take(&mut bytes)?;
    bytes.is_empty().then_some(tree).ok_or(Malformed)
}

/// Writes one message and hands it over.
///
/// # Errors
///
/// Those of the pipe, and a tree of 4 GiB and more.
pub fn write_message(pipe: &mut impl Write, tree: &Tree) -> io::Result<()> {
    let body = encode(tree);
    let length = u32::try_from(body.len()).map_err(io::Error::other)?;
    pipe.write_all(&length.to_le_bytes())?;
    pipe.write_all(&body)?;
    pipe.flush()
}

/// Reads one message.
///
/// # Errors
///
/// Those of the pipe, its end included, and bytes that are no message.
pub fn read_message(pipe: &mut impl Read) -> io::Result<Tree> {
    let mut length = [0; 4];
    pipe.read_exact(&mut length)?;
    let mut body = vec![0; u32::from_le_bytes(length) as usize];
    pipe.read_exact(&mut body)?;
    decode(&body).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not a message"))
}

fn put(tree: &Tree, out: &mut Vec<u8>) {
    match tree {
        Tree::Nil => out.push(b'N'),
        Tree::Bool(value) => out.extend([b'B', u8::from(*value)]),
        Tree::Int(value) => put_fixed(b'I', &value.to_le_bytes(), out),
        Tree::Float(value) => put_fixed(b'F', &value.to_le_bytes(), out),
        Tree::Bytes(value) => put_sized(b'Y', &value.0, out),
        Tree::Text(value) => put_sized(b'T', value.as_bytes(), out),
        Tree::List(values) => {
            put_fixed(b'L', &count(values.len()), out);
            values.iter().for_each(|value| put(value, out));
        }
        Tree::Map(values) => {
            put_fixed(b'M', &count(values.len()), out);
            for (name, value) in values {
                put_sized(b'T', name.as_bytes(), out);
                put(value, out);
            }
        }
        Tree::Failed(failure) => {
            out.push(b'E');
            put_sized(b'T', failure.class.name().as_bytes(), out);
            put_sized(b'T', failure.message.as_bytes(), out);
            put(&failure.code.into(), out);
        }
    }
}

fn put_fixed(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    out.extend_from_slice(bytes);
}

fn put_sized(tag: u8, bytes: &[u8], out: &mut Vec<u8>) {
    put_fixed(tag, &count(bytes.len()), out);
    out.extend_from_slice(bytes);
}

fn count(length: usize) -> [u8; 8] {
    (length as u64).to_le_bytes()
}

fn take(bytes: &mut &[u8]) -> Result<Tree, Malformed> {
    let [tag] = fixed(bytes)?;
    Ok(match tag {
        b'N' => Tree::Nil,
        b'B' => Tree::Bool(fixed::<1>(bytes)? != [0]),
        b'I' => Tree::Int(i128::from_le_bytes(fixed(bytes)?)),
        b'F' => Tree::Float(f64::from_le_bytes(fixed(bytes)?)),
        b'Y' => Tree::Bytes(Bytes(sized(bytes)?.to_vec())),
        b'T' => Tree::Text(text(sized(bytes)?)?),
        b'L' => {
            let count = length(bytes)?;
            Tree::List((0..count).map(|_| take(bytes)).collect::<Result<_, _>>()?)
        }
        b'M' => {
            let count = length(bytes)?;
            let pairs = (0..count).map(|_| Ok((tagged_text(bytes)?, take(bytes)?)));
            Tree::Map(pairs.collect::<Result<BTreeMap<_, _>, _>>()?)
        }
        b'E' => Tree::Failed(Failure {
            class: Class::from_name(&tagged_text(bytes)?),
            message: tagged_text(bytes)?,
            code: match take(bytes)? {
                Tree::Nil => None,
                Tree::Int(code) => Some(u32::try_from(code).map_err(|_| Malformed)?),
                _ => return Err(Malformed),
            },
        }),
        _ => return Err(Malformed),
    })
}

fn fixed<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], Malformed> {
    let (head, rest) = bytes.split_first_chunk::<N>().ok_or(Malformed)?;
    *bytes = rest;
    Ok(*head)
}

/// A count, which cannot be more than the bytes that are left.
fn length(bytes: &mut &[u8]) -> Result<usize, Malformed> {
    let count = usize::try_from(u64::from_le_bytes(fixed(bytes)?)).map_err(|_| Malformed)?;
    (count <= bytes.len()).then_some(count).ok_or(Malformed)
}

fn sized<'a>(bytes: &mut &'a [u8]) -> Result<&'a [u8], Malformed> {
    let count = length(bytes)?;
    let (head, rest) = bytes.split_at(count);
    *bytes = rest;
    Ok(head)
}

fn text(bytes: &[u8]) -> Result<String, Malformed> {
    String::from_utf8(bytes.to_vec()).map_err(|_| Malformed)
}

fn tagged_text(bytes: &mut &[u8]) -> Result<String, Malformed> {
    match take(bytes)? {
        Tree::Text(text) => Ok(text),
        _ => Err(Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn failure() -> impl Strategy<Value = Failure> {
        (".{0,20}", any::<Option<u32>>()).prop_map(|(message, code)| Failure {
            class: Class::from_name("ZstdError"),
            message,
            code,
        })
    }

    fn tree() -> impl Strategy<Value = Tree> {
        let leaf = prop_oneof![
            Just(Tree::Nil),
            any::<bool>().prop_map(Tree::Bool),
            any::<i128>().prop_map(Tree::Int),
            (-1e9..1e9).prop_map(Tree::Float),
            prop::collection::vec(any::<u8>(), 0..20).prop_map(|bytes| Tree::Bytes(Bytes(bytes))),
            ".{0,20}".prop_map(Tree::Text),
            failure().prop_map(Tree::Failed),
        ];
        leaf.prop_recursive(3, 30, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
                prop::collection::btree_map(".{0,5}", inner, 0..5).prop_map(Tree::Map),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_decoded(tree in tree()) {
            let bytes = encode(&tree);
            prop_assert_eq!(decode(&bytes).unwrap(), tree.clone());
            prop_assert!(decode(&bytes[..bytes.len() - 1]).is_err());
            let mut message = Vec::new();
            write_message(&mut message, &tree).unwrap();
            prop_assert_eq!(read_message(&mut &message[..]).unwrap(), tree);
        }

        #[test]
        fn foreign_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(tree) = decode(&bytes) {
                prop_assert_eq!(decode(&encode(&tree)).unwrap(), tree);
            }
        }
    }
}
