//! The desk as a service, and its first steps.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::desk::{Desk, Options, desk_rules};
use app::{Failure, Location, Outcome};
use clap::Args;
use http::{Config, Founding, Oidc, OidcError, Pages, Tls, TlsError};
use programme::ids::{PersonId, UserId};
use programme::people::OrgCode;
use programme::{Prose, Suite};
use tokio::net::TcpListener;
use units::{Lang, Text};

use crate::args::DeskArgs;

// `PAGES`: the built pages, each with its path.
include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// The desk.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// Where to listen 监听地址
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// Browsers reach it by TLS, through a proxy 经 TLS 访问
    #[arg(long)]
    pub(crate) https: bool,
    /// A proxy writes X-Forwarded-For 位于反向代理之后
    #[arg(long)]
    pub(crate) behind_proxy: bool,
    /// Pages in place of those built in, a folder with index.html 页面目录
    #[arg(long, value_name = "FOLDER")]
    pub(crate) pages: Option<PathBuf>,
    /// Requests a second that a user may make for long 每秒请求数
    #[arg(long, value_name = "N", default_value_t = Config::default().requests_per_second)]
    pub(crate) requests_per_second: u32,
    /// Certificate chain (PEM) of TLS of its own; read again at SIGHUP TLS 证书
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Private key (PEM) that goes with it TLS 私钥
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// The login provider.
    #[command(flatten)]
    pub(crate) oidc: OidcArgs,
}

/// A provider of OpenID Connect that people may log in by.
#[derive(Debug, Default, Args)]
pub(crate) struct OidcArgs {
    /// Address of a provider of OpenID Connect to log in by 统一身份认证地址
    #[arg(long, value_name = "URL", requires_all = ["oidc_client", "oidc_secret_file"])]
    oidc_issuer: Option<String>,
    /// What the desk is called there 客户端标识
    #[arg(long, value_name = "ID", requires = "oidc_issuer")]
    oidc_client: Option<String>,
    /// File with the secret that goes with it 客户端密钥文件
    #[arg(long, value_name = "FILE", requires = "oidc_issuer")]
    oidc_secret_file: Option<PathBuf>,
    /// Certificates (PEM) that the provider's is signed by; needed unless it runs on this machine
    /// 认证服务的 CA 证书
    #[arg(long, value_name = "FILE", requires = "oidc_issuer")]
    oidc_ca: Option<PathBuf>,
}

/// The bytes of a file that the operator named.
#[expect(clippy::disallowed_methods, reason = "this is the edge where files are read")]
fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let unreadable = |cause| Failure::Unreadable { path: path.to_path_buf(), cause };
    std::fs::read(path).map_err(unreadable)
}

impl OidcArgs {
    fn provider(&self) -> Result<Option<Arc<Oidc>>, Failure> {
        let (Some(issuer), Some(client), Some(file)) =
            (&self.oidc_issuer, &self.oidc_client, &self.oidc_secret_file)
        else {
            return Ok(None);
        };
        let secret = String::from_utf8_lossy(&read(file)?).trim().to_owned();
        let pem = self.oidc_ca.as_deref().map(read).transpose()?;
        let oidc = Oidc::new(issuer, client, &secret, pem.as_deref());
        let wrong = |cause: OidcError| {
            Failure::Request(Text::new(
                format!("统一身份认证参数有误：{cause}"),
                format!("the login provider cannot be used: {cause}"),
            ))
        };
        Ok(Some(Arc::new(oidc.map_err(wrong)?)))
    }
}

/// Arguments of `found`.
#[derive(Debug, Args)]
pub(crate) struct FoundArgs {
    /// The desk.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// Unified social credit code of the office that runs it 统一社会信用代码
    #[arg(long, value_name = "CODE", value_parser = OrgCode::new)]
    pub(crate) organisation: OrgCode,
    /// Its name 机构名称
    #[arg(long, value_name = "NAME", value_parser = Prose::new)]
    pub(crate) name: Prose,
    /// Account of the first administrator 管理员账号
    #[arg(long, value_name = "USER", value_parser = UserId::new)]
    pub(crate) user: UserId,
    /// Pseudonym of the person behind it 人员编号
    #[arg(long, value_name = "PERSON", value_parser = PersonId::new)]
    pub(crate) person: PersonId,
    /// The person's name, kept apart from the journal 姓名
    #[arg(long, value_name = "NAME")]
    pub(crate) person_name: String,
    /// Ciphers for good: sha2 (SHA-256, Ed25519) or sm (SM3, SM2) 密码算法套件
    #[arg(long, value_name = "SUITE", default_value_t)]
    pub(crate) suite: Suite,
}

fn open(args: &DeskArgs, suite: Suite) -> Result<Desk, Failure> {
    let location = Location::of(&args.database);
    let rules = desk_rules(args.policy.as_deref())?;
    let program =
        std::env::current_exe().ok().and_then(|path| path.into_os_string().into_string().ok());
    let options = Options {
        folder: args.folder.clone(),
        job_program: program.map(|path| vec![path, "job".to_owned()]).unwrap_or_default(),
        policy: args.policy.clone(),
        suite,
        ..Options::default()
    };
    Desk::open(&location, rules, &options)
}

/// The first administrator's password.
struct Founded {
    user: UserId,
    password: String,
}

impl Outcome for Founded {
    fn json(&self) -> String {
        serde_json::json!({ "user": self.user, "password": self.password }).to_string()
    }

    fn lines(&self, lang: Lang) -> String {
        let text = Text::new(
            format!("账号 {}\n初始口令 {}（首次登录须更改）", self.user, self.password),
            format!(
                "account   {}\npassword  {} (to be changed at the first login)",
                self.user, self.password
            ),
        );
        text.get(lang).to_owned()
    }
}

/// A service that ended as it was told to.
struct Ended {
    events: u64,
}

impl Outcome for Ended {
    fn json(&self) -> String {
        serde_json::json!({ "events": self.events }).to_string()
    }

    fn lines(&self, lang: Lang) -> String {
        let events = self.events;
        let text = Text::new(
            format!("已结束，共 {events} 条记录"),
            format!("ended; {events} events are kept"),
        );
        text.get(lang).to_owned()
    }
}

/// Founds a desk.
pub(crate) fn found(args: &FoundArgs) -> Result<Box<dyn Outcome>, Failure> {
    let desk = open(&args.desk, args.suite)?;
    let (asked, key) = (args.suite, desk.suite());
    if asked != key {
        return Err(Failure::Request(Text::new(
            format!("文件夹中已有 {key} 套件的密钥，不能以 {asked} 建立；请用空的文件夹"),
            format!("the folder has a key of the suite {key}, not {asked}; take an empty one"),
        )));
    }
    let founding = Founding {
        organisation: args.organisation.clone(),
        name: args.name.clone(),
        user: args.user.clone(),
        person: args.person.clone(),
        person_name: args.person_name.clone(),
    };
    let password = desk.wait(http::found(&desk, founding))?;
    Ok(Box::new(Founded { user: args.user.clone(), password }))
}

/// The pages of a folder, or those that were built in.
fn pages(folder: Option<&Path>) -> Result<Pages, Failure> {
    let files = match folder {
        Some(folder) => app::read_folder(folder)?,
        None => PAGES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect(),
    };
    Ok(Pages::new(files.into_iter().map(|(path, bytes)| (path, bytes.into()))))
}

/// The certificate of the service, and where it is read again from.
#[derive(Clone)]
struct Certificate {
    tls: Tls,
    files: [PathBuf; 2],
}

impl Certificate {
    fn of(args: &ServeArgs) -> Result<Option<Self>, Failure> {
        let (Some(certificate), Some(key)) = (&args.tls_cert, &args.tls_key) else {
            return Ok(None);
        };
        let tls = Tls::new(&read(certificate)?, &read(key)?).map_err(|cause: TlsError| {
            Failure::Request(Text::new(
                format!("TLS 证书或私钥有误：{cause}"),
                format!("the certificate of TLS cannot be used: {cause}"),
            ))
        })?;
        Ok(Some(Self { tls, files: [certificate.clone(), key.clone()] }))
    }

    /// Reads the files again whenever the system says so; what cannot be used changes nothing.
    async fn renew(self) {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut told) = signal(SignalKind::hangup()) else { return };
        while told.recv().await.is_some() {
            let [certificate, key] = self.files.each_ref().map(|path| read(path));
            let renewed = match (certificate, key) {
                (Ok(certificate), Ok(key)) => {
                    self.tls.replace(&certificate, &key).map_err(|cause| cause.to_string())
                }
                (Err(cause), _) | (_, Err(cause)) => Err(cause.to_string()),
            };
            match renewed {
                Ok(()) => tracing::info!("the certificate was read again"),
                Err(cause) => tracing::warn!(cause, "the certificate stays as it was"),
            }
        }
    }
}

/// Serves a desk until it is told to end.
///
/// # Errors
/// [`Failure`] where the desk cannot be opened or the address is taken.
pub(crate) fn serve(args: &ServeArgs, lang: Lang) -> Result<Box<dyn Outcome>, Failure> {
    let certificate = Certificate::of(args)?;
    let desk = Arc::new(open(&args.desk, Suite::default())?);
    let served = desk.clone();
    let config = Config {
        is_https: args.https || args.tls_cert.is_some(),
        behind_proxy: args.behind_proxy,
        requests_per_second: args.requests_per_second,
        requests_burst: args.requests_per_second.saturating_mul(4),
        policy: args.desk.policy.clone(),
        pages: pages(args.pages.as_deref())?,
        oidc: args.oidc.provider()?,
        ..Config::default()
    };
    tracing_subscriber::fmt().json().flatten_event(true).with_writer(io::stderr).init();
    let socket = |cause: io::Error| {
        let address = args.listen;
        Failure::Request(Text::new(
            format!("无法监听 {address}：{cause}"),
            format!("cannot listen on {address}: {cause}"),
        ))
    };
    let runtime = tokio::runtime::Runtime::new().map_err(socket)?;
    runtime.block_on(async {
        let listener = TcpListener::bind(args.listen).await.map_err(socket)?;
        let address = listener.local_addr().map_err(socket)?;
        let scheme = if certificate.is_some() { "https" } else { "http" };
        let base = format!("{scheme}://{address}/");
        let says = Text::new(
            format!("已启动：{base} ，接口说明 {base}api ，按 Ctrl-C 结束"),
            format!("serving {base} , the interface at {base}api ; Ctrl-C ends"),
        );
        // A closed pipe is the reader's choice, not a failure.
        let _ = writeln!(io::stdout(), "{}", says.get(lang));
        let tls = certificate.as_ref().map(|certificate| certificate.tls.clone());
        if let Some(certificate) = certificate {
            tokio::spawn(certificate.renew());
        }
        match http::serve(served, listener, tls, config, told_to_end()).await {
            Ok(()) => Ok(Box::new(Ended { events: desk.root().0 }) as Box<dyn Outcome>),
            Err(error) => Err(Failure::Request(error.text())),
        }
    })
}

/// Done on Ctrl-C, or when the system ends the process.
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
