//! Operations as trees, for bindings in other processes.
#![forbid(unsafe_code)]

use super::{Form, Operation, Segmented};
use crate::wire::{Bytes, Tree, map};

impl Operation {
    /// The operation as a list of its name and a map of its arguments.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let (name, arguments) = self.parts();
        Tree::List(vec![name.into(), arguments])
    }

    fn parts(&self) -> (&'static str, Tree) {
        match self {
            Self::Describe => ("describe", map([])),
            Self::Compress {
                with,
                inputs,
                allow_empty,
            } => (
                "compress",
                map([
                    ("options", with.to_tree()),
                    ("inputs", list(inputs)),
                    ("allow_empty", (*allow_empty).into()),
                ]),
            ),
            Self::Decompress {
                with,
                inputs,
                limits,
            } => (
                "decompress",
                map([
                    ("options", with.to_tree()),
                    ("inputs", list(inputs)),
                    ("limits", limits.to_tree()),
                ]),
            ),
            Self::CompressBatch {
                with,
                items,
                threads,
                form,
            } => (
                "compress_batch",
                map([
                    ("options", with.to_tree()),
                    ("items", items.to_tree()),
                    ("threads", (*threads).into()),
                    ("as_list", (*form == Form::List).into()),
                ]),
            ),
            Self::DecompressBatch {
                with,
                items,
                sizes,
                max_output_size,
                threads,
                form,
            } => (
                "decompress_batch",
                map([
                    ("options", with.to_tree()),
                    ("items", items.to_tree()),
                    ("sizes", sizes.clone().into()),
                    ("max_output_size", (*max_output_size).into()),
                    ("threads", (*threads).into()),
                    ("as_list", (*form == Form::List).into()),
                ]),
            ),
            Self::Chain { with, frames } => (
                "chain",
                map([("options", with.to_tree()), ("frames", list(frames))]),
            ),
            Self::Train {
                dict_size,
                samples,
                trainer,
            } => (
                "train",
                map([
                    ("dict_size", (*dict_size).into()),
                    ("samples", samples.to_tree()),
                    ("trainer", trainer.to_tree()),
                ]),
            ),
            other => other.small_parts(),
        }
    }

    /// The operations about buffers, frames, parameters and sequences.
    fn small_parts(&self) -> (&'static str, Tree) {
        match self {
            Self::Buffer { source, indexes } => (
                "buffer",
                map([
                    ("source", source.to_tree()),
                    ("indexes", indexes.iter().copied().collect()),
                ]),
            ),
            Self::Collection { sources, indexes } => (
                "collection",
                map([
                    ("sources", sources.iter().map(Segmented::to_tree).collect()),
                    ("indexes", indexes.iter().copied().collect()),
                ]),
            ),
            Self::Dictionary { source } => ("dictionary", map([("source", source.to_tree())])),
            Self::Frame { data, format } => (
                "frame",
                map([("data", data.clone().into()), ("format", (*format).into())]),
            ),
            Self::Parameters { parameters } => {
                ("parameters", map([("parameters", parameters.to_tree())]))
            }
            Self::Bounds { name } => ("bounds", map([("name", name.as_str().into())])),
            Self::WriteSkippable { data, variant } => (
                "write_skippable",
                map([
                    ("data", data.clone().into()),
                    ("variant", (*variant).into()),
                ]),
            ),
            Self::ReadSkippable { data } => {
                ("read_skippable", map([("data", data.clone().into())]))
            }
            Self::GenerateSequences { with, data } => (
                "generate_sequences",
                map([("options", with.to_tree()), ("data", data.clone().into())]),
            ),
            Self::CompressSequences {
                with,
                sequences,
                data,
            } => {
                let sequences = sequences
                    .iter()
                    .map(|sequence| sequence.iter().copied().collect::<Tree>());
                let arguments = map([
                    ("options", with.to_tree()),
                    ("sequences", sequences.collect()),
                    ("data", data.clone().into()),
                ]);
                ("compress_sequences", arguments)
            }
            Self::Single {
                data,
                level,
                max_output_size,
            } => (
                "single",
                map([
                    ("data", data.clone().into()),
                    ("level", (*level).into()),
                    ("max_output_size", (*max_output_size).into()),
                ]),
            ),
            Self::Stream { stream, steps } => ("stream", stream.to_tree(steps)),
            Self::Share {
                compression,
                decompression,
                inputs,
                threads,
            } => (
                "share",
                map([
                    ("compression", compression.to_tree()),
                    ("decompression", decompression.to_tree()),
                    ("inputs", list(inputs)),
                    ("threads", (*threads).into()),
                ]),
            ),
            other => other.parts(),
        }
    }
}

fn list(items: &[Bytes]) -> Tree {
    items.iter().cloned().collect()
}
