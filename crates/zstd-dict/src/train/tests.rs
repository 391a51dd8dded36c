//! What training promises, shown on generated records and on absurd ones.
#![forbid(unsafe_code)]

use super::*;
use crate::error::ErrorKind;
use zstd_core::{Compressor, Decompressor};

fn records() -> Vec<String> {
    (0..3000)
        .map(|n| {
            format!(
                "{{\"id\": {n}, \"status\": \"ok\", \"user\": \"user{}\", \"score\": {}}}",
                n % 37,
                n * n % 1009
            )
        })
        .collect()
}

fn every_trainer() -> Vec<Trainer> {
    let cover = Cover {
        k: 64,
        d: 8,
        ..Cover::default()
    };
    let optimizing = Cover {
        optimize: true,
        steps: 2,
        threads: Threads::new(2),
        ..Cover::default()
    };
    vec![
        Trainer::Default,
        Trainer::Legacy { selectivity: 9 },
        Trainer::Cover(cover.clone()),
        Trainer::Cover(Cover {
            d: 6,
            ..optimizing.clone()
        }),
        Trainer::FastCover(FastCover {
            cover,
            f: 18,
            accel: 2,
        }),
        Trainer::FastCover(FastCover {
            cover: Cover { d: 6, ..optimizing },
            ..FastCover::default()
        }),
    ]
}

#[test]
fn every_trainer_makes_dictionaries_that_help_and_keep_to_the_size() {
    let records = records();
    let samples = Samples::gather(&records).unwrap();
    let plain: usize = records
        .iter()
        .map(|r| {
            Compressor::builder()
                .build()
                .unwrap()
                .compress(r.as_bytes())
                .unwrap()
                .len()
        })
        .sum();
    for trainer in every_trainer() {
        let dictionary = train(
            4096,
            &samples,
            &trainer,
            &TrainOptions {
                dict_id: 77,
                ..Default::default()
            },
        )
        .unwrap();
        assert!(
            dictionary.len() <= 4096 && dictionary.id() == 77,
            "{trainer:?}"
        );
        let compressor = Compressor::builder()
            .content_size(true)
            .dictionary(dictionary.clone())
            .build()
            .unwrap();
        let decompressor = Decompressor::builder()
            .dictionary(dictionary)
            .build()
            .unwrap();
        let mut size = 0;
        for record in &records {
            let frame = compressor.compress(record.as_bytes()).unwrap();
            size += frame.len();
            assert_eq!(decompressor.decompress(&frame).unwrap(), record.as_bytes());
        }
        assert!(size * 2 < plain, "{trainer:?}: {size} of {plain}");
    }
}

#[test]
fn cover_training_reports_its_parameters() {
    let records = records();
    let samples = Samples::gather(&records).unwrap();
    let cover = Cover {
        k: 64,
        d: 8,
        ..Cover::default()
    };
    let fixed = train(
        4096,
        &samples,
        &Trainer::Cover(cover),
        &TrainOptions::default(),
    )
    .unwrap();
    assert_eq!((fixed.k(), fixed.d()), (64, 8));
    let optimize = Cover {
        optimize: true,
        steps: 2,
        d: 8,
        ..Cover::default()
    };
    let found = train(
        4096,
        &samples,
        &Trainer::Cover(optimize),
        &TrainOptions::default(),
    )
    .unwrap();
    assert!(found.k() > 0 && found.d() == 8);
}

#[test]
fn absurd_samples_end_in_a_dictionary_or_a_clear_error() {
    let absurd: [Vec<Vec<u8>>; 9] = [
        vec![],
        vec![vec![]; 100],
        vec![b"only one sample".to_vec()],
        vec![b"abc".to_vec(); 5000],
        vec![vec![0; 1 << 20]],
        vec![vec![7; 9]; 4],
        vec![vec![7; 9]; 4000],
        // Enough in all, too little in the part that is trained on.
        [
            vec![vec![]; 90],
            vec![b"the last samples have the content".to_vec(); 10],
        ]
        .concat(),
        [
            vec![b"a".to_vec(); 7],
            vec![b"the last samples have the content".to_vec(); 3],
        ]
        .concat(),
    ];
    for samples in &absurd {
        let samples = Samples::gather(samples).unwrap();
        for trainer in every_trainer() {
            for size in [0, 1, 255, 256, 1000, 1 << 20] {
                if let Err(error) = train(size, &samples, &trainer, &TrainOptions::default()) {
                    assert_eq!(error.kind(), ErrorKind::Zstd);
                    assert!(
                        error.to_string().starts_with("cannot train dict: "),
                        "{error}"
                    );
                }
            }
        }
    }
}

#[test]
fn parameters_are_checked() {
    let records = records();
    let samples = Samples::gather(&records).unwrap();
    let error = |trainer, options| {
        train(4096, &samples, &trainer, &options)
            .unwrap_err()
            .to_string()
    };
    let none = TrainOptions::default();
    assert!(error(Trainer::Cover(Cover::default()), none).contains("k and d must be given"));
    let swapped = Cover {
        k: 6,
        d: 8,
        ..Cover::default()
    };
    assert!(error(Trainer::Cover(swapped), none).contains("d must be at most k"));
    let odd = FastCover {
        cover: Cover {
            k: 64,
            d: 7,
            ..Cover::default()
        },
        ..FastCover::default()
    };
    assert!(error(Trainer::FastCover(odd), none).contains("d must be 6 or 8"));
    assert!(
        error(Trainer::Default, TrainOptions { level: 99, ..none })
            .contains("level must be between")
    );
    assert!(
        error(
            Trainer::Default,
            TrainOptions {
                notifications: 5,
                ..none
            }
        )
        .contains("between 0 and 4")
    );
    assert!(error(Trainer::Legacy { selectivity: 31 }, none).contains("between 0 and 30"));
}
