//! The demo: the chain on an invented ledger, and a desk with everyone on it.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;

use app::{DEMO_PASSWORD, DemoDesk, DemoDeskRequest, DemoRequest, Failure, Outcome, Progress};
use clap::Args;
use http::{Config, Password};
use units::{Date, Fen, Lang, Text};

use crate::args::{DeskArgs, parse_yuan};
use crate::serve::{self, ServeArgs};

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Folder for the results 结果目录
    #[arg(long, value_name = "DIR", default_value = "out/demo")]
    pub(crate) out: PathBuf,
    /// Synthetic spaces, beside the five named projects 合成空间数量
    #[arg(long, value_name = "N", default_value_t = 2000,
          value_parser = clap::value_parser!(u32).range(1..=200_000))]
    pub(crate) spaces: u32,
    /// Seed of the synthetic ledger 随机种子
    #[arg(long, value_name = "N", default_value_t = 2023)]
    pub(crate) seed: u64,
    /// Yearly budget in yuan; 万 and 亿 are understood 年度预算
    #[arg(long, value_name = "YUAN", default_value = "10亿", value_parser = parse_yuan)]
    pub(crate) budget: Fen,
    /// The day of the decisions 认定日期
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2023-10-01")]
    pub(crate) on: Date,
    /// Make a desk of the state, with people and applications in every stage 布置演示业务台
    #[arg(long)]
    pub(crate) desk: bool,
    /// Make the desk and serve it until Ctrl-C 布置并启动演示业务台
    #[arg(long)]
    pub(crate) serve: bool,
    /// Where to listen 监听地址
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
}

/// The chain's outcome and the desk that was made of it.
struct Ready {
    chain: Box<dyn Outcome>,
    desk: DemoDesk,
}

impl Outcome for Ready {
    /// That of the chain, with the desk beside.
    fn json(&self) -> String {
        let mut whole: serde_json::Value =
            serde_json::from_str(&self.chain.json()).unwrap_or_default();
        if let Some(parts) = whole.as_object_mut() {
            let desk = serde_json::json!({ "password": DEMO_PASSWORD, "made": self.desk });
            parts.insert("desk".to_owned(), desk);
        }
        whole.to_string()
    }

    fn lines(&self, lang: Lang) -> String {
        let DemoDesk { users, applications, events, was_there } = &self.desk;
        let made = if *was_there {
            Text::new("沿用已有的演示业务台", "the demo desk that was there, as it is")
        } else {
            Text::new("演示业务台已布置", "the demo desk is ready")
        };
        let says = Text::new(
            format!(
                "{}：{applications} 份申请，{events} 条记录。人员、单位、文件均为合成，仅供演示。\n\
                 所有账号的口令：{DEMO_PASSWORD}",
                made.zh
            ),
            format!(
                "{}: {applications} applications, {events} events. People, organisations and \
                 documents are synthetic.\nThe password of every account: {DEMO_PASSWORD}",
                made.en
            ),
        );
        let mut text = format!("{}\n{}\n", self.chain.lines(lang).trim_end(), says.get(lang));
        for user in users {
            text.push_str(&format!("  {:<18}{}\n", user.user, user.says.get(lang)));
        }
        text
    }
}

/// Runs the chain on an invented ledger, makes a desk of it where that is asked for, and serves it.
///
/// # Errors
/// [`Failure`] of the chain or the desk.
pub(crate) fn demo(
    args: &DemoArgs,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let DemoArgs { out, spaces, seed, budget, on, .. } = args;
    let request = DemoRequest { out, spaces: *spaces, seed: *seed, budget: *budget, on: *on };
    let chain = app::demo(&request, progress)?;
    if !args.desk && !args.serve {
        return Ok(chain);
    }
    let database = out.join("state.sqlite");
    let hash = Password::new("nobody", DEMO_PASSWORD).ok().and_then(|password| password.hash());
    let hash = hash.ok_or_else(|| {
        Failure::Request(Text::new("系统没有随机数源", "the system has no randomness"))
    })?;
    let request =
        DemoDeskRequest { database: &database, folder: None, today: None, password_hash: &hash };
    let ready = Ready { chain, desk: app::fill_demo_desk(&request, progress)? };
    if !args.serve {
        return Ok(Box::new(ready));
    }
    // A closed pipe is the reader's choice, not a failure.
    let _ = writeln!(io::stdout(), "{}", ready.lines(lang).trim_end());
    let serve = ServeArgs {
        desk: DeskArgs { database, folder: None, policy: None },
        listen: args.listen,
        https: false,
        behind_proxy: false,
        pages: None,
        requests_per_second: Config::default().requests_per_second,
        tls_cert: None,
        tls_key: None,
        oidc: serve::OidcArgs::default(),
    };
    serve::serve(&serve, lang)
}
