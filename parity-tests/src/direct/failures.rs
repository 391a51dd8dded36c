//! The crates' failures as exceptions.
#![forbid(unsafe_code)]

use zstd_contract::FailureKind;

use crate::outcome::{Class, Failure};

impl From<zstd_contract::Failure> for Failure {
    fn from(failure: zstd_contract::Failure) -> Self {
        let class = match failure.kind {
            FailureKind::Zstd => Class::Zstd,
            FailureKind::Value => Class::Value,
            FailureKind::Type => Class::Type,
            FailureKind::Index => Class::Index,
            FailureKind::Memory => Class::Memory,
            other => Class::Other(format!("{other:?}")),
        };
        Self {
            code: failure.code.filter(|_| class == Class::Zstd),
            class,
            message: failure.message,
        }
    }
}

macro_rules! by_way_of_the_contract {
    ($($error:ty),*) => {
        $(
            impl From<$error> for Failure {
                fn from(error: $error) -> Self {
                    zstd_contract::Failure::from(error).into()
                }
            }
        )*
    };
}

by_way_of_the_contract!(
    zstd_core::Error,
    zstd_buffers::Error,
    zstd_mt::Error,
    zstd_dict::Error,
    zstd_stream::StreamError
);
