//! The `reweave-verifier` command: files in, verdict out. Only here are files and environment read.

#![expect(clippy::disallowed_methods, reason = "this is the edge where files are read")]

mod report;

use std::fs::{self, File};
use std::io::{self, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use report::Answer;
use verifier::{
    Failure, Key, Lang, Named, Notes, check_consistency, check_inclusion, check_pack, verify,
};

const AFTER_HELP: &str = "\
Exit status: 0 accepted 认可; 1 refused 不予认可; 2 cannot be read or makes no sense 无法读取.

Examples:
  reweave-verifier export --key 'desk.example+5b1f0c2a+AdP…' --held kept.txt
  reweave-verifier pack evidence.zip --key 'desk.example+5b1f0c2a+AdP…'
  reweave-verifier inclusion --event line.json --proof line.proof --checkpoint note.txt --key '…'";

/// Re-checks an exported journal of a Reweave desk, by its documented format alone.
/// 仅凭公开格式复核织补业务日志。
#[derive(Debug, Parser)]
#[command(
    name = "reweave-verifier",
    version,
    after_help = AFTER_HELP,
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(subcommand)]
    proof: Option<Proof>,
    #[command(flatten)]
    journal: JournalArgs,
    #[command(flatten)]
    common: CommonArgs,
}

#[derive(Debug, Args)]
struct JournalArgs {
    /// Folder of an export, or its events.jsonl 导出目录或事件文件
    #[arg(value_name = "DIR|FILE", required = true)]
    journal: Option<PathBuf>,
    /// Signed checkpoints; by default checkpoints.jsonl of the folder 检查点
    #[arg(long, value_name = "FILE")]
    checkpoints: Option<PathBuf>,
    /// A checkpoint that you kept earlier: what was cut off or changed since is found 自存检查点
    #[arg(long, value_name = "FILE")]
    held: Vec<PathBuf>,
    /// Minutes by which the desk's clocks are ahead of UTC 时区
    #[arg(long, value_name = "MINUTES", default_value_t = 480, allow_negative_numbers = true,
        value_parser = clap::value_parser!(i16).range(-1_439..=1_439))]
    offset: i16,
}

#[derive(Debug, Args)]
struct CommonArgs {
    /// A key that you trust, from elsewhere than the export; one of them must have signed each
    /// checkpoint 可信密钥
    #[arg(long = "key", value_name = "KEY", value_parser = Key::new, global = true)]
    keys: Vec<Key>,
    /// Language of messages; by default that of LANG 语言
    #[arg(long, value_enum, global = true)]
    lang: Option<LangArg>,
    /// Print the verdict as JSON 以 JSON 输出
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Proof {
    /// Check that one event is among those under a checkpoint 核对事件在日志之中
    Inclusion {
        /// The event's line of events.jsonl 事件
        #[arg(long, value_name = "FILE")]
        event: PathBuf,
        /// Index, number of events, hashes 证明
        #[arg(long, value_name = "FILE")]
        proof: PathBuf,
        /// The signed note 检查点
        #[arg(long, value_name = "FILE")]
        checkpoint: PathBuf,
    },
    /// Check an evidence pack: files, proofs, documents, decisions made again 核对证据包
    Pack {
        /// The ZIP file 证据包
        #[arg(value_name = "FILE.zip")]
        pack: PathBuf,
    },
    /// Check that the events under one checkpoint are the first of those under another
    /// 核对新检查点延续旧检查点
    Consistency {
        /// Older and newer number of events, hashes 证明
        #[arg(long, value_name = "FILE")]
        proof: PathBuf,
        /// The older signed note 旧检查点
        #[arg(long, value_name = "FILE")]
        older: PathBuf,
        /// The newer signed note 新检查点
        #[arg(long, value_name = "FILE")]
        newer: PathBuf,
    },
}

fn main() -> ExitCode {
    let Cli { proof, journal, common } = Cli::parse();
    let lang = match common.lang {
        Some(LangArg::Zh) => Lang::Zh,
        Some(LangArg::En) => Lang::En,
        None => lang_of_environment(),
    };
    let answer = match proof {
        Some(proof) => check_proof(&proof, &common.keys),
        None => check_journal(&journal, &common.keys),
    };
    let answer = answer.unwrap_or_else(Answer::of_failure);
    let text = if common.json { answer.json() } else { answer.say(lang, !common.keys.is_empty()) };
    match writeln!(io::stdout(), "{text}") {
        Ok(()) => ExitCode::from(answer.status()),
        Err(_) => ExitCode::from(2),
    }
}

fn lang_of_environment() -> Lang {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if named.is_some_and(|value| value.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

fn check_journal(args: &JournalArgs, keys: &[Key]) -> Result<Answer, Failure> {
    let journal = args.journal.clone().unwrap_or_default();
    let is_folder = journal.is_dir();
    let events = if is_folder { journal.join("events.jsonl") } else { journal.clone() };
    let beside = Some(journal.join("checkpoints.jsonl")).filter(|path| is_folder && path.exists());
    let mut notes = Notes::default();
    for path in args.checkpoints.iter().chain(beside.iter().filter(|_| args.checkpoints.is_none()))
    {
        notes.add(&name(path), &read(path)?, keys)?;
    }
    for path in &args.held {
        notes.add(&name(path), &read(path)?, keys)?;
    }
    let opened = File::open(&events).map_err(|error| in_file(&events, &error))?;
    let accepted = verify(&name(&events), BufReader::new(opened), &notes, args.offset)?;
    Ok(Answer::Journal(Box::new(accepted)))
}

fn check_proof(proof: &Proof, keys: &[Key]) -> Result<Answer, Failure> {
    match proof {
        Proof::Inclusion { event, proof, checkpoint } => {
            let [event, proof, checkpoint] = read_all([event, proof, checkpoint])?;
            let (index, to) =
                check_inclusion(named(&event), named(&proof), named(&checkpoint), keys)?;
            Ok(Answer::Inclusion { index, of: to.size, is_signed: to.is_signed })
        }
        Proof::Pack { pack } => {
            let bytes = fs::read(pack).map_err(|error| in_file(pack, &error))?;
            Ok(Answer::Pack(check_pack(&bytes, keys)?))
        }
        Proof::Consistency { proof, older, newer } => {
            let [proof, older, newer] = read_all([proof, older, newer])?;
            let (from, to) = check_consistency(named(&proof), named(&older), named(&newer), keys)?;
            let is_signed = from.is_signed && to.is_signed;
            Ok(Answer::Consistency { old: from.size, new: to.size, is_signed })
        }
    }
}

fn read_all(paths: [&PathBuf; 3]) -> io::Result<[(String, String); 3]> {
    let [a, b, c] = paths.map(|path| Ok::<_, io::Error>((name(path), read(path)?)));
    Ok([a?, b?, c?])
}

fn named((file, text): &(String, String)) -> Named<'_> {
    Named { file, text }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn read(path: &Path) -> io::Result<String> {
    fs::read_to_string(path).map_err(|error| in_file(path, &error))
}

fn in_file(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
