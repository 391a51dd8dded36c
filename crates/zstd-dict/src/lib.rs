//! Training of dictionaries, and chains of frames that are each other's dictionaries.
//!
//! [`train`] makes a [`Dictionary`](zstd_core::Dictionary) out of [`Samples`] with one of libzstd's trainers, chosen by
//! [`Trainer`]. [`decompress_chain`] restores the last link of a chain in which each frame was compressed with the content of
//! the one before it as its dictionary.
//!
//! [`finalize`] makes a full dictionary of content that was chosen by other means.
//!
//! Optimising trainers use libzstd's threads. This crate starts one of its own only for [`train_watched`], which can be stopped.
//!
//! ```
//! use zstd_dict::{Samples, TrainOptions, Trainer, train};
//!
//! let records: Vec<String> = (0..2000).map(|n| format!("record {n}: status=ok user=user{}", n % 37)).collect();
//! let samples = Samples::gather(&records)?;
//! let dictionary = train(8192, &samples, &Trainer::Default, &TrainOptions::default())?;
//! assert!(dictionary.len() <= 8192 && dictionary.id() != 0);
//! # Ok::<(), zstd_dict::Error>(())
//! ```

mod chain;
mod error;
mod samples;
mod train;

pub use chain::decompress_chain;
pub use error::{Error, ErrorKind, Result};
pub use samples::Samples;
pub use train::{Cover, FastCover, TrainOptions, Trainer, finalize, train, train_watched};
