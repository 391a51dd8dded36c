//! Re-compresses the body of an HTTP response while it passes through: what the origin compressed fast goes on compressed well.
//!
//! The engines do no I/O, so this code fits a proxy of any kind: it is told what has come, and says what is to be sent. `main`
//! plays both the origin and the client.
#![forbid(unsafe_code)]
use std::error::Error;
use std::mem::MaybeUninit;
use std::sync::Arc;

use zstd_core::{CompressDirective, Compressor, Decompressor, InBuffer, OutBuffer};
use zstd_stream::{CompressStream, DecompressStream, Frames, Status, StreamError};

/// One response that passes through. It holds one window and one block of each side, whatever the body's size.
struct Recompressor {
    from: DecompressStream,
    to: CompressStream,
    room: Vec<MaybeUninit<u8>>,
}

impl Recompressor {
    fn new(from: &Arc<Decompressor>, to: &Arc<Compressor>) -> Result<Self, StreamError> {
        Ok(Self {
            from: DecompressStream::new(from, Frames::All)?,
            to: CompressStream::new(to, None)?,
            room: vec![MaybeUninit::uninit(); 128 << 10],
        })
    }

    /// Takes a piece of the body that came in, and appends to `out` what is ready to go out: often nothing.
    fn push(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<(), StreamError> {
        let mut input = InBuffer::new(piece);
        loop {
            let mut output = OutBuffer::new(&mut self.room);
            let status = self.from.process(&mut input, &mut output)?;
            self.to
                .append(output.written(), CompressDirective::Continue, out)?;
            if status == Status::NeedsInput {
                return Ok(());
            }
        }
    }

    /// The body has ended; a body that ends within a frame is an error.
    fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), StreamError> {
        self.from.end_of_input()?;
        self.to.append(b"", CompressDirective::End, out)
    }
}

/// A piece of a body as HTTP/1.1 sends it; an empty piece would end the body.
fn chunk(piece: &[u8], message: &mut Vec<u8>) {
    message.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
    message.extend_from_slice(piece);
    message.extend_from_slice(b"\r\n");
}

fn main() -> Result<(), Box<dyn Error>> {
    let text: String = (0..100_000)
        .map(|n| format!("{{\"id\": {n}, \"state\": \"open\"}}\n"))
        .collect();
    let origin = Compressor::builder()
        .level(-5)?
        .build()?
        .compress(text.as_bytes())?;

    let compressor = Arc::new(Compressor::builder().level(12)?.checksum(true).build()?);
    // The origin is not ours: refuse frames that want more than 8 MiB of window.
    let decompressor = Arc::new(Decompressor::builder().max_window_size(8 << 20).build()?);
    let mut body = Recompressor::new(&decompressor, &compressor)?;
    let mut message =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let (mut ready, mut sent) = (Vec::new(), Vec::new());
    for piece in origin.chunks(1460) {
        body.push(piece, &mut ready)?;
        if !ready.is_empty() {
            chunk(&ready, &mut message);
            sent.append(&mut ready);
        }
    }
    body.finish(&mut ready)?;
    chunk(&ready, &mut message);
    sent.append(&mut ready);
    chunk(b"", &mut message);
    println!(
        "{} bytes came in, {} go out, {} with headers",
        origin.len(),
        sent.len(),
        message.len()
    );

    let limit = zstd_core::DecompressOptions::new().max_output_size(1 << 30);
    let client = Decompressor::new().decompress_with::<Vec<u8>>(&sent, &limit)?;
    if client != text.as_bytes() {
        return Err("the client sees another text".into());
    }
    Ok(())
}
