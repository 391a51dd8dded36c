//! The Rust blocks of README and docs, as documentation tests.
#![forbid(unsafe_code)]

/// Makes one page's blocks the tests of one item.
macro_rules! pages {
    ($($name:ident: $path:literal;)*) => {
        $(
            #[doc = include_str!(concat!("../../", $path))]
            pub struct $name;
        )*
    };
}

pages! {
    Readme: "README.md";
    GuideRust: "docs/guide/rust.md";
}
