//! Training and finalising, with the contract's texts.
#![forbid(unsafe_code)]

use zstd_core::{Dictionary, level_bounds};
use zstd_dict::{Error, Samples, TrainOptions, finalize, train};

use super::Doing;
use crate::failure::{Failure, FailureKind, Result};
use crate::training::TrainArguments;

/// Trains a dictionary of at most `dict_size` bytes, as libzstd does by default.
///
/// # Errors
///
/// `Value` for a size below 1, `Zstd` for samples or a size that libzstd cannot work with.
pub fn train_dictionary(dict_size: i64, samples: &Samples<'_>) -> Result<Dictionary> {
    let size = positive(dict_size)?;
    let trainer = TrainArguments::default().trainer()?;
    train(size, samples, &trainer, &TrainOptions::default())
        .map_err(|error| failed(Doing::Train, error))
}

/// Makes a full dictionary of at most `dict_size` bytes from content that was chosen by other means. The nearest level that
/// exists stands for one that does not.
///
/// # Errors
///
/// As [`train_dictionary`].
pub fn finalize_dictionary(
    content: &Dictionary,
    samples: &Samples<'_>,
    dict_size: i64,
    level: i32,
) -> Result<Dictionary> {
    let size = positive(dict_size)?;
    let levels = level_bounds();
    let options = TrainOptions {
        level: level.clamp(levels.min, levels.max).into(),
        ..TrainOptions::default()
    };
    finalize(size, content.as_bytes(), samples, &options)
        .map_err(|error| failed(Doing::Finalize, error))
}

fn positive(dict_size: i64) -> Result<usize> {
    match usize::try_from(dict_size) {
        Ok(size) if size > 0 => Ok(size),
        _ => Err(Failure::value(
            "dict_size argument should be positive number.",
        )),
    }
}

fn failed(doing: Doing, error: Error) -> Failure {
    match error {
        Error::Untrainable { reason, .. } => {
            // libzstd's words come first; behind a colon there may be an explanation of ours.
            let words = reason.split(':').next().unwrap_or(&reason);
            Failure::new(FailureKind::Zstd, format!("{}: {words}", doing.words()))
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_have_the_contract_s_words() {
        let items: Vec<String> = (0..1000).map(|n| format!("sample number {n}")).collect();
        let samples = Samples::gather(&items).unwrap();
        let text = |size| train_dictionary(size, &samples).unwrap_err().message;
        assert_eq!(text(0), "dict_size argument should be positive number.");
        assert_eq!(
            text(100),
            "Unable to train the Zstandard dictionary: Destination buffer is too small"
        );
        let few = Samples::gather(&items[..3]).unwrap();
        assert_eq!(
            train_dictionary(1000, &few).unwrap_err().message,
            "Unable to train the Zstandard dictionary: Src size is incorrect"
        );
        let made = train_dictionary(1000, &samples).unwrap();
        assert!(made.id() != 0 && made.len() <= 1000);
        let content = Dictionary::new(&b"sample number"[..]);
        let made = finalize_dictionary(&content, &samples, 1000, 99).unwrap();
        assert!(made.id() != 0);
        assert_eq!(
            finalize_dictionary(&content, &samples, 100, 3)
                .unwrap_err()
                .message,
            "Unable to finalize the Zstandard dictionary: Destination buffer is too small"
        );
    }
}
