//! Python interpreters: a host process that runs operations with one of the modules, and the pipes to it.
#![forbid(unsafe_code)]

use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::binding::Binding;
use crate::operation::Operation;
use crate::outcome::{Class, Failure, Outcome};
use crate::wire::{Tree, read_message, write_message};

/// The program that an interpreter runs.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/python/host");

/// A module in an interpreter.
pub struct Interpreter {
    name: &'static str,
    program: PathBuf,
    module: &'static str,
    /// Processes that wait for work; as many as there were calls at the same time.
    idle: Mutex<Vec<Host>>,
}

impl Interpreter {
    /// `module` in the interpreter `program`, if it can be imported there.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    pub fn start(name: &'static str, program: &Path, module: &'static str) -> Result<Self, String> {
        let interpreter = Self {
            name,
            program: program.to_owned(),
            module,
            idle: Mutex::new(Vec::new()),
        };
        let host = interpreter.spawn()?;
        interpreter.put_back(host);
        Ok(interpreter)
    }

    fn spawn(&self) -> Result<Host, String> {
        let spawned = Host::spawn(&self.program, self.module);
        let (host, hello) =
            spawned.map_err(|error| format!("{}: {error}", self.program.display()))?;
        match hello {
            Tree::Failed(failure) => Err(format!("import {}: {failure}", self.module)),
            _ => Ok(host),
        }
    }

    fn take(&self) -> Result<Host, String> {
        let idle = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        idle.map_or_else(|| self.spawn(), Ok)
    }

    fn put_back(&self, host: Host) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(host);
    }
}

impl Binding for Interpreter {
    fn name(&self) -> &str {
        self.name
    }

    fn call(&self, operation: &Operation) -> Outcome {
        let mut host = self.take().map_err(|error| crash(&error))?;
        match host.ask(&operation.to_tree()) {
            Ok(answer) => {
                self.put_back(host);
                match answer {
                    Tree::Failed(failure) => Err(failure),
                    value => Ok(value),
                }
            }
            Err(error) => Err(crash(&host.epitaph(&error))),
        }
    }
}

fn crash(message: &str) -> Failure {
    Failure {
        class: Class::Other("Crash".to_owned()),
        message: message.to_owned(),
        code: None,
    }
}

/// A process that serves one caller at a time.
struct Host {
    child: Child,
    // Dropped before the process is waited for, so that it sees the end of its input.
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
}

impl Host {
    fn spawn(program: &Path, module: &str) -> io::Result<(Self, Tree)> {
        let mut child = Command::new(program)
            .args([PROGRAM, module])
            // Neither the caller's settings nor a module beside the script may stand in for the installed one.
            .env_remove("PYTHONPATH")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("the process has no pipes"));
        };
        let mut host = Self {
            child,
            input: Some(BufWriter::new(input)),
            output: BufReader::new(output),
        };
        let hello = read_message(&mut host.output)?;
        Ok((host, hello))
    }

    fn ask(&mut self, question: &Tree) -> io::Result<Tree> {
        let input = self.input.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        write_message(input, question)?;
        read_message(&mut self.output)
    }

    /// How a process ended that does not answer any more.
    fn epitaph(&mut self, error: &io::Error) -> String {
        self.input = None;
        match self.child.wait() {
            Ok(status) => format!("the host process ended: {status} ({error})"),
            Err(_) => format!("the host process is lost ({error})"),
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.input = None;
        // It has ended, or ends now that its input did.
        self.child.wait().ok();
    }
}
