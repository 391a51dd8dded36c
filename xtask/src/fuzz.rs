//! `fuzz`: the targets of `parity-tests/fuzz`, driven by libFuzzer.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::environment::Environment;
use crate::instrument::{Build, Checker, clang};
use crate::steps::Steps;

mod statistics;

use statistics::Statistics;

/// How long each target runs unless told otherwise, in seconds.
const SECONDS: u64 = 60;

/// Fuzz the decoders, the streams, the tables and the C ABI, with libzstd instrumented too.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The target; without it, all of them, one after the other. `list` prints their names.
    target: Option<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = SECONDS)]
    seconds: u64,
    /// Stop a target after that many executions; 0 for no limit.
    #[arg(long, default_value_t = 0, value_name = "N")]
    runs: u64,
    /// Without sanitizers: several times as many executions, and only wrong results are found.
    #[arg(long)]
    fast: bool,
}

/// Runs the verb.
pub(crate) fn run(args: Args) -> Result<()> {
    let environment = Environment::discover()?;
    let shell = environment.shell()?;
    let program = Program::build(&environment, &shell, args.fast)?;
    let all = program.targets(&shell)?;
    let names: Vec<_> = all.iter().map(|target| target.name.as_str()).collect();
    let targets: Vec<_> = match args.target.as_deref() {
        None => all.iter().collect(),
        Some("list") => {
            println!("{}", names.join("\n"));
            return Ok(());
        }
        Some(name) => all.iter().filter(|target| target.name == name).collect(),
    };
    if targets.is_empty() {
        bail!(
            "there is no such target: the targets are {}",
            names.join(", ")
        );
    }
    let mut statistics = Statistics::read(&environment.target.join("fuzz"))?;
    let mut steps = Steps::default();
    for target in targets {
        steps.run(&format!("fuzz {}", target.name), || {
            let executions = program.fuzz(&environment, &shell, target, &args)?;
            statistics.add(&target.name, args.fast, executions)
        });
    }
    print!("{}", statistics.render());
    steps.finish()
}

/// A target, as the program lists it.
struct Target {
    name: String,
    /// The largest input, in bytes.
    longest: String,
}

/// The built fuzzer, and the library that its C ABI targets load.
struct Program {
    path: PathBuf,
    library: PathBuf,
}

impl Program {
    fn build(environment: &Environment, shell: &Shell, fast: bool) -> Result<Self> {
        let checker = if fast {
            Checker::None
        } else {
            Checker::Address
        };
        let build = Build::new(checker, clang(shell)).with_coverage();
        let folder = build.folder(environment);
        build.cargo(
            shell,
            environment,
            &[
                "build",
                "--package",
                "fuzz-targets",
                "--features",
                "libfuzzer",
                "--bin",
                "fuzz",
            ],
        )?;
        build.cargo(
            shell,
            environment,
            &["build", "--package", "zstd-cabi", "--lib"],
        )?;
        let name = format!(
            "{}zstdrs{}",
            std::env::consts::DLL_PREFIX,
            std::env::consts::DLL_SUFFIX
        );
        Ok(Self {
            path: folder.join("fuzz"),
            library: folder.join(name),
        })
    }

    /// The targets: the program prints them when it is asked for `list`.
    fn targets(&self, shell: &Shell) -> Result<Vec<Target>> {
        let program = &self.path;
        let listed = cmd!(shell, "{program}")
            .env("ZSTDRS_FUZZ_TARGET", "list")
            .quiet()
            .read()?;
        Ok(listed.lines().filter_map(parse).collect())
    }

    /// Runs one target from its corpus, its seeds and what it has found in the past; returns the number of executions.
    fn fuzz(
        &self,
        environment: &Environment,
        shell: &Shell,
        target: &Target,
        args: &Args,
    ) -> Result<u64> {
        let program = &self.path;
        let (target, longest) = (&target.name, &target.longest);
        let home = environment.target.join("fuzz").join(target);
        let (corpus, seeds, found) = (home.join("corpus"), home.join("seeds"), home.join("found"));
        for folder in [&corpus, &seeds, &found] {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        cmd!(shell, "{program}")
            .env("ZSTDRS_FUZZ_TARGET", format!("seeds:{target}"))
            .env("ZSTDRS_FUZZ_SEEDS", &seeds)
            .quiet()
            .run()?;
        let past = environment
            .root
            .join("parity-tests/fuzz/regressions")
            .join(target);
        let past = past.is_dir().then_some(past);
        let seconds = args.seconds.to_string();
        let runs = match args.runs {
            0 => "-1".to_owned(),
            runs => runs.to_string(),
        };
        let artifacts = format!("{}/", found.display());
        // Weighing inputs by how rare their features are takes several times as long as running those of `cabi`, which have
        // thousands.
        let output = cmd!(
            shell,
            "{program} -max_total_time={seconds} -runs={runs} -max_len={longest} -entropic=0 -timeout=60 -rss_limit_mb=4096 -malloc_limit_mb=2048 -print_final_stats=1 -verbosity=0 -artifact_prefix={artifacts} {corpus} {seeds} {past...}"
        )
        .env("ZSTDRS_FUZZ_TARGET", target)
        .env("ZSTDRS_CABI", &self.library)
        // Contexts are made and freed all the time: the allocator shall not give their memory back to the system each time.
        .env("MALLOC_MMAP_THRESHOLD_", "33554432")
        .env("MALLOC_TRIM_THRESHOLD_", "134217728")
        .ignore_status()
        .quiet()
        .output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        if !output.status.success() {
            eprint!("{text}");
            bail!(
                "{target} has found something: see {} ; once fixed, put the input into parity-tests/fuzz/regressions/{target}/",
                found.display()
            );
        }
        let executions = executed(&text)
            .with_context(|| format!("{target}: libFuzzer does not say how often it ran"))?;
        eprintln!("{target}: {executions} executions");
        Ok(executions)
    }
}

/// A line of the list: the name, and the length of the longest input.
fn parse(line: &str) -> Option<Target> {
    let (name, longest) = line.split_once(' ')?;
    Some(Target {
        name: name.to_owned(),
        longest: longest.to_owned(),
    })
}

/// The number of executions that libFuzzer reports at its end.
fn executed(text: &str) -> Option<u64> {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    line.trim().parse().ok()
}

/// Where the statistics of a folder are.
fn statistics_file(folder: &Path) -> PathBuf {
    folder.join("executions.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_listed_with_the_length_of_their_inputs() {
        let target = parse("decode 4096").unwrap();
        assert_eq!((&*target.name, &*target.longest), ("decode", "4096"));
        assert!(parse("").is_none());
    }

    #[test]
    fn executions_are_read_from_the_report() {
        let text = "Done\nstat::number_of_executed_units: 1234\nstat::x: 5\n";
        assert_eq!(executed(text), Some(1234));
        assert_eq!(executed("nothing"), None);
    }
}
