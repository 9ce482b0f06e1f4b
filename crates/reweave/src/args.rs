//! The command line as typed values.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use units::{Date, Fen, Lang};

use crate::demo::DemoArgs;
use crate::serve::{FoundArgs, ServeArgs};

const AFTER_HELP: &str = "\
Exit status: 0 done (also when the rules refuse a case); 2 the request makes no sense; 3 an input
cannot be used; 4 unknown scheme or none in force on the day; 5 a result or the state cannot be
written.

Examples:
  reweave demo --out out/demo
  reweave run --spaces buildings.csv --mapping chicago-benchmarking --weather ohare.epw \\
      --scheme cn/beijing/vacated-space --on 2023-10-01 --budget 5亿 --out out/chicago
  reweave policy decide --scheme cn/beijing/vacated-space --on 2023-10-01 --facts case.yaml";

/// Reweave 织补: from a list of low-efficiency buildings to a ruled, costed and budgeted renewal
/// programme. 从低效空间台账到有据、有价、有预算的更新计划。
#[derive(Debug, Parser)]
#[command(name = "reweave", version, after_help = AFTER_HELP)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Print the result as JSON on standard output 以 JSON 输出
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of messages; by default that of LANG, English if it is not Chinese 语言
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LangArg>,
    /// Show no progress 不显示进度
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
}

/// Language of messages.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum LangArg {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

impl From<LangArg> for Lang {
    fn from(arg: LangArg) -> Self {
        match arg {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}

/// One link of the chain, or all of it.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a list of spaces into the ledger 导入台账
    ///
    /// Example: reweave import --spaces list.xlsx --mapping beijing-ledger --state desk.sqlite
    Import(ImportArgs),
    /// Test the spaces of the ledger against the district's criteria 筛查低效空间
    ///
    /// Example: reweave screen --on 2023-10-01 --state desk.sqlite
    Screen(ScreenArgs),
    /// Simulate and cost the renovation packages of every space 评估改造方案
    ///
    /// Example: reweave appraise --all --weather typical --state desk.sqlite
    Appraise(AppraiseArgs),
    /// Sort the spaces of an area into bands of potential 片区潜力
    ///
    /// Example: reweave potential --district 朝阳区 --on 2023-10-01 --state desk.sqlite
    Potential(PotentialArgs),
    /// Apply a scheme's rules to every appraised space 政策认定
    ///
    /// Example: reweave decide --scheme cn/beijing/vacated-space --on 2023-10-01
    Decide(DecideArgs),
    /// Choose projects under a yearly budget, or by a programme of several years 预算比选
    ///
    /// Example: reweave choose --budget 5亿 --ceiling 朝阳区=1亿 --state desk.sqlite
    ///
    /// Example: reweave choose --programme city.yaml --state desk.sqlite --solution solution.json
    Choose(ChooseArgs),
    /// The whole chain in one go 全链条运行
    ///
    /// Example: reweave run --spaces list.csv --mapping beijing-ledger --weather typical --scheme
    /// cn/beijing/vacated-space --on 2023-10-01 --budget 5亿 --out out
    Run(RunArgs),
    /// The whole chain on a synthetic Beijing ledger 用合成台账演示
    ///
    /// Example: reweave demo --out out/demo --serve
    Demo(DemoArgs),
    /// Found a desk: its office and first administrator 建立业务机构
    ///
    /// Example: reweave found --database desk.sqlite --organisation 91110000600037341L
    /// --name 市发展改革委 --user admin --person p-1 --person-name 张三
    Found(FoundArgs),
    /// Serve the desk over HTTP 启动业务服务
    ///
    /// Example: reweave serve --database desk.sqlite --listen 127.0.0.1:8080
    Serve(ServeArgs),
    /// Carries out a job of a desk, which tells it on standard input what to do.
    #[command(hide = true)]
    Job,
    /// The catalogue of measures as a workbook, and back 措施目录
    #[command(subcommand)]
    Measures(MeasuresCommand),
    /// The energy kernel by itself: one building, or the published test cases 单体能耗计算
    #[command(subcommand)]
    Energy(EnergyCommand),
    /// The law as data by itself: check it, decide a case, replay it, try a reform 政策数据工具
    #[command(subcommand)]
    Policy(PolicyCommand),
    /// The journal of a desk: check it, prove a part of it, take it away 审计日志
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The database of a desk: copy it, bring it back, check it 数据库维护
    #[command(subcommand)]
    Database(DatabaseCommand),
}

/// The catalogue of measures.
#[derive(Debug, Subcommand)]
pub(crate) enum MeasuresCommand {
    /// Write the measures as a workbook to be edited 导出为工作簿
    ///
    /// Example: reweave measures export --out measures.xlsx
    Export(MeasuresExportArgs),
    /// Read an edited workbook and write the measures as YAML 读回工作簿
    ///
    /// Example: reweave measures import measures.xlsx --out measures.yaml
    Import(MeasuresImportArgs),
}

/// Arguments of `measures export`.
#[derive(Debug, Args)]
pub(crate) struct MeasuresExportArgs {
    /// Measures in place of the embedded ones 措施目录
    #[arg(long, value_name = "FILE.yaml")]
    pub(crate) measures: Option<PathBuf>,
    /// The workbook 工作簿
    #[arg(long, value_name = "FILE.xlsx")]
    pub(crate) out: PathBuf,
}

/// Arguments of `measures import`.
#[derive(Debug, Args)]
pub(crate) struct MeasuresImportArgs {
    /// The edited workbook 工作簿
    #[arg(value_name = "FILE.xlsx")]
    pub(crate) sheet: PathBuf,
    /// The measures that were exported, if not the embedded ones 原措施目录
    #[arg(long, value_name = "FILE.yaml")]
    pub(crate) measures: Option<PathBuf>,
    /// Where to write the measures 写出
    #[arg(long, value_name = "FILE.yaml")]
    pub(crate) out: PathBuf,
}

/// What can be done with schemes by themselves.
#[derive(Debug, Subcommand)]
pub(crate) enum PolicyCommand {
    /// Load schemes and name everything that is wrong in them 校验政策数据
    ///
    /// Example: reweave policy check --policy policy
    Check(SchemesArgs),
    /// Run the cases beside schemes 运行政策案例
    ///
    /// Example: reweave policy test --scheme cn/beijing/vacated-space
    Test(SchemesArgs),
    /// Write schemes as pages for people, each one HTML file 生成政策页面
    ///
    /// Example: reweave policy docs --out pages
    Docs(PagesArgs),
    /// Write the files of schemes in the one way of writing 统一政策文件的写法
    ///
    /// Example: reweave policy fmt --check --policy policy
    Fmt(FormatArgs),
    /// Print the JSON Schema of a kind of file, for editors 打印政策文件的 JSON Schema
    ///
    /// Example: reweave policy schema parameter
    Schema(FileKindArgs),
    /// Decide one case by its facts, and keep the record 认定一个案件
    ///
    /// Example: reweave policy decide --scheme cn/beijing/vacated-space --on 2023-10-01 \
    /// --facts case.yaml --out decision.json
    Decide(CaseArgs),
    /// Explain a decision: every clause, every amount, the nearest change that passes 说明认定依据
    ///
    /// Example: reweave policy explain --record decision.json
    Explain(ExplainArgs),
    /// Make a recorded decision again and compare every byte 重算认定记录
    ///
    /// Example: reweave policy replay decision.json
    Replay(ReplayArgs),
    /// The best permitted combination of several schemes for one project 多项政策的最优组合
    ///
    /// Example: reweave policy stack --on 2024-07-01 --facts case.yaml --below cn/beijing
    Stack(StackArgs),
    /// Decide every case of a Parquet file, today and under a reform 批量认定
    ///
    /// Example: reweave policy population cases.parquet --scheme cn/beijing/vacated-space \
    /// --on 2023-10-01 --out decided.parquet
    Population(PopulationArgs),
    /// What a reform, or other values of a parameter, would do to a population, as a page 比较改革
    ///
    /// Example: reweave policy compare cases.parquet --scheme cn/beijing/vacated-space \
    /// --on 2023-10-01 --reform reform.yaml --sweep saving_rate_min=5..30/5 --out reform.html
    Compare(CompareArgs),
}

/// What can be asked of a journal, while the desk runs.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Check lines, order, signatures and invariants 校验日志
    ///
    /// Example: reweave audit verify --database desk.sqlite
    Verify(DeskArgs),
    /// Write what proves an event, or that the journal goes on an older checkpoint 出具证明
    ///
    /// Example: reweave audit prove --database desk.sqlite --event 1200 --out proof
    Prove(ProveArgs),
    /// Write the journal with its checkpoints and keys; docs/journal.md is its format 导出日志
    ///
    /// Example: reweave audit export --database desk.sqlite --out export
    Export(ExportArgs),
}

/// What operators do to a database.
#[derive(Debug, Subcommand)]
pub(crate) enum DatabaseCommand {
    /// Copy a desk into a new folder, while it may run 备份
    ///
    /// Example: reweave database backup --database desk.sqlite --to 2024-06-01
    Backup(BackupArgs),
    /// Make a desk from such a copy, in an empty place 恢复
    ///
    /// Example: reweave database restore --database new/desk.sqlite --from 2024-06-01
    Restore(RestoreArgs),
    /// Make the read table anew from the journal, and compare; the desk must not run 重建
    ///
    /// Example: reweave database rebuild --database desk.sqlite
    Rebuild(DeskArgs),
    /// Check pages, journal, read table and documents; changes nothing 检查
    ///
    /// Example: reweave database check --database desk.sqlite
    Check(DeskArgs),
}

/// Which desk.
#[derive(Debug, Args)]
pub(crate) struct DeskArgs {
    /// Its database: an SQLite file, or postgres://user:password@host/name 数据库
    #[arg(long, value_name = "FILE|URL")]
    pub(crate) database: PathBuf,
    /// Folder of its documents, key and checkpoints, if not that of the file 文件夹
    #[arg(long, value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Arguments of `audit prove`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("proved").args(["event", "since"]).required(true))]
pub(crate) struct ProveArgs {
    /// The desk.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// Prove that this event is under the newest checkpoint 事件编号
    #[arg(long, value_name = "N")]
    pub(crate) event: Option<u64>,
    /// Prove that the newest checkpoint goes on the one over so many events 较早检查点的事件数
    #[arg(long, value_name = "N")]
    pub(crate) since: Option<u64>,
    /// Folder for the proof 证明目录
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Arguments of `audit export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// The desk.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// Folder for the export 导出目录
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Arguments of `database backup`.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// The desk.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// The new folder 备份目录
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
}

/// Arguments of `database restore`.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// Where the desk is to be.
    #[command(flatten)]
    pub(crate) desk: DeskArgs,
    /// The copy 备份目录
    #[arg(long, value_name = "DIR")]
    pub(crate) from: PathBuf,
}

/// One case.
#[derive(Debug, Args)]
pub(crate) struct CaseArgs {
    /// The rules.
    #[command(flatten)]
    pub(crate) rules: RulesArgs,
    /// Facts of the case, YAML or JSON 个案事实文件
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: PathBuf,
    /// Keep the decision with its law and facts here, JSON 认定记录
    #[arg(long, value_name = "FILE.json")]
    pub(crate) out: Option<PathBuf>,
}

/// Arguments of `policy explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// A record of `policy decide --out` 认定记录
    #[arg(long, value_name = "FILE.json", conflicts_with_all = ["facts", "scheme", "on"])]
    pub(crate) record: Option<PathBuf>,
    /// Facts of a case instead, YAML or JSON 个案事实文件
    #[arg(long, value_name = "FILE", requires_all = ["scheme", "on"], required_unless_present = "record")]
    pub(crate) facts: Option<PathBuf>,
    /// The scheme, such as cn/beijing/vacated-space 政策编号
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// The day of the decision 认定日期
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Option<Date>,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Arguments of `policy replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// A record of `policy decide --out` 认定记录
    #[arg(value_name = "DECISION.json")]
    pub(crate) record: PathBuf,
}

/// Arguments of `policy stack`.
#[derive(Debug, Args)]
pub(crate) struct StackArgs {
    /// Facts of the project, YAML or JSON; every scheme reads those that it knows 项目事实文件
    #[arg(long, value_name = "FILE")]
    pub(crate) facts: PathBuf,
    /// The day of the decisions 认定日期
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Date,
    /// A scheme to consider; may be repeated 政策编号
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Vec<String>,
    /// Every scheme below this place, such as cn/beijing 某地的全部政策
    #[arg(long, value_name = "PLACE")]
    pub(crate) below: Option<String>,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// A population and its rules.
#[derive(Debug, Args)]
pub(crate) struct CasesFileArgs {
    /// The cases: Parquet with a column for each fact, or a state with appraised spaces;
    /// docs/population.md describes both 案件文件或台账
    #[arg(value_name = "FACTS.parquet|STATE")]
    pub(crate) cases: PathBuf,
    /// The rules.
    #[command(flatten)]
    pub(crate) rules: RulesArgs,
    /// A reform to compare with, YAML; docs/rules.md describes it 改革方案
    #[arg(long, value_name = "FILE")]
    pub(crate) reform: Option<PathBuf>,
    /// Split sums by this column; may be repeated 分组列
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// Who assessed the facts that are an official's judgement, where the file does not say 评估人
    #[arg(long, value_name = "NAME")]
    pub(crate) reviewer: Option<String>,
}

/// Arguments of `policy population`.
#[derive(Debug, Args)]
pub(crate) struct PopulationArgs {
    /// The cases.
    #[command(flatten)]
    pub(crate) file: CasesFileArgs,
    /// Write one row for each case here, Parquet 结果文件
    #[arg(long, value_name = "FILE.parquet")]
    pub(crate) out: PathBuf,
}

/// Arguments of `policy compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The cases.
    #[command(flatten)]
    pub(crate) file: CasesFileArgs,
    /// Try a parameter over a range; one or two 参数取值范围
    #[arg(long, value_name = "NAME=FIRST..LAST/STEP", value_parser = app::Range::parse)]
    pub(crate) sweep: Vec<app::Range>,
    /// Write the page here, HTML 结果页面
    #[arg(long, value_name = "FILE.html")]
    pub(crate) out: PathBuf,
}

/// Which schemes.
#[derive(Debug, Args)]
pub(crate) struct SchemesArgs {
    /// One scheme, such as cn/beijing/vacated-space; without it all 政策编号
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Arguments of `policy docs`.
#[derive(Debug, Args)]
pub(crate) struct PagesArgs {
    /// Which schemes.
    #[command(flatten)]
    pub(crate) schemes: SchemesArgs,
    /// Folder for the pages 页面目录
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Arguments of `policy fmt`.
#[derive(Debug, Args)]
pub(crate) struct FormatArgs {
    /// Folder of schemes 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: PathBuf,
    /// One scheme, such as cn/beijing/vacated-space; without it all 政策编号
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: Option<String>,
    /// Change nothing; end with 3 and name the files that are written otherwise 只检查
    #[arg(long)]
    pub(crate) check: bool,
}

/// Arguments of `policy schema`.
#[derive(Debug, Args)]
pub(crate) struct FileKindArgs {
    /// Which files 文件种类
    #[arg(value_name = "KIND", value_parser = file_kinds())]
    pub(crate) kind: app::FileKind,
}

/// What the energy kernel can do by itself.
#[derive(Debug, Subcommand)]
pub(crate) enum EnergyCommand {
    /// Simulate one building from a YAML file for a year 模拟一栋建筑的全年能耗
    ///
    /// Example: reweave energy simulate office.yaml --weather typical --hourly hours.csv
    Simulate(SimulateArgs),
    /// Simulate every row of a Parquet file of building variants 批量模拟建筑存量
    ///
    /// Example: reweave energy stock stock.parquet --weather typical --out years.parquet
    Stock(StockArgs),
    /// Simulate the test cases of ASHRAE 140 (BESTEST) 计算公开校验算例
    ///
    /// Example: reweave energy cases --weather denver.epw --json
    Cases(CasesArgs),
    /// Print the JSON Schema of building files 打印建筑文件的 JSON Schema
    ///
    /// Example: reweave energy schema
    Schema,
}

/// Arguments of `energy simulate`.
#[derive(Debug, Args)]
pub(crate) struct SimulateArgs {
    /// The building, YAML or JSON; docs/energy/building-file.md describes it 建筑文件
    #[arg(value_name = "FILE")]
    pub(crate) building: PathBuf,
    /// Weather: an EPW file, or `typical` for the embedded synthetic Beijing year 气象文件
    #[arg(long, value_name = "EPW|typical")]
    pub(crate) weather: String,
    /// Write the 8,760 hours here, as CSV or Parquet by the end of the name 逐时结果文件
    #[arg(long, value_name = "FILE.csv|FILE.parquet")]
    pub(crate) hourly: Option<PathBuf>,
    /// Steps of the heat balance an hour, 1 to 12 每小时步数
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=12))]
    pub(crate) steps: u8,
}

/// Arguments of `energy stock`.
#[derive(Debug, Args)]
pub(crate) struct StockArgs {
    /// Building variants, Parquet; docs/energy/stock.md describes it 建筑存量文件
    #[arg(value_name = "FILE.parquet")]
    pub(crate) stock: PathBuf,
    /// Weather: an EPW file, or `typical` for the embedded synthetic Beijing year 气象文件
    #[arg(long, value_name = "EPW|typical")]
    pub(crate) weather: String,
    /// Write one row for each row here, Parquet 结果文件
    #[arg(long, value_name = "FILE.parquet")]
    pub(crate) out: PathBuf,
}

/// Arguments of `energy cases`.
#[derive(Debug, Args)]
pub(crate) struct CasesArgs {
    /// Weather: the EPW file of the cases (Denver), or any other 气象文件
    #[arg(long, value_name = "EPW|typical")]
    pub(crate) weather: String,
}

/// Where the list is and how to read it.
#[derive(Debug, Args)]
pub(crate) struct SpacesArgs {
    /// The list: CSV, XLSX or GeoJSON 台账文件
    #[arg(long, value_name = "FILE")]
    pub(crate) spaces: PathBuf,
    /// How to read it: a mapping file, or the name of a ready one 字段对应文件或内置名称
    #[arg(long, value_name = "FILE|NAME")]
    pub(crate) mapping: String,
}

/// The state file.
#[derive(Debug, Args)]
pub(crate) struct StateArgs {
    /// The state file that the commands share 状态文件
    #[arg(long, value_name = "FILE", default_value = "reweave.sqlite")]
    pub(crate) state: PathBuf,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The list.
    #[command(flatten)]
    pub(crate) list: SpacesArgs,
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
    /// Write the refused rows here as CSV 退回行写入此文件
    #[arg(long, value_name = "FILE")]
    pub(crate) refused: Option<PathBuf>,
}

/// Arguments of `screen`.
#[derive(Debug, Args)]
pub(crate) struct ScreenArgs {
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
    /// The day the criteria are read on 筛查日期
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Date,
    /// Criteria file; by default that of Beijing 筛查标准
    #[arg(long, value_name = "FILE")]
    pub(crate) criteria: Option<PathBuf>,
    /// Write the hits by district, street and kind here, JSON 分组结果
    #[arg(long, value_name = "FILE.json")]
    pub(crate) groups: Option<PathBuf>,
}

/// Arguments of `potential`.
#[derive(Debug, Args)]
pub(crate) struct PotentialArgs {
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
    /// The day from which ages and leases count 日期
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Date,
    /// Spaces within an outline, GeoJSON 圈定范围
    #[arg(long, value_name = "FILE.geojson", conflicts_with_all = ["street", "district"])]
    pub(crate) area: Option<PathBuf>,
    /// Spaces of a street or township 街道
    #[arg(long, value_name = "NAME", conflicts_with = "district")]
    pub(crate) street: Option<String>,
    /// Spaces of a district 区
    #[arg(long, value_name = "NAME")]
    pub(crate) district: Option<String>,
    /// Rules; by default those of Beijing 潜力规则
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Write the spaces with their band as GeoJSON 地图
    #[arg(long, value_name = "FILE.geojson")]
    pub(crate) map: Option<PathBuf>,
}

/// Arguments of `appraise`.
#[derive(Debug, Args)]
pub(crate) struct AppraiseArgs {
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
    /// Weather: an EPW file, or `typical` for the embedded synthetic Beijing year 气象文件
    #[arg(long, value_name = "EPW|typical")]
    pub(crate) weather: String,
    /// One space by id or name, in full: every combination, cash flow, odds, verdict 单个空间
    #[arg(value_name = "SPACE", conflicts_with_all = ["search", "all"], required_unless_present = "all")]
    pub(crate) space: Option<String>,
    /// Every space of the ledger 全部空间
    #[arg(long)]
    pub(crate) all: bool,
    /// Table with one row a space and package 结果表
    #[arg(long, value_name = "FILE.parquet", conflicts_with = "space")]
    pub(crate) table: Option<PathBuf>,
    /// Folder for the workbook and the whole result of one space 结果目录
    #[arg(long, value_name = "DIR", requires = "space")]
    pub(crate) out: Option<PathBuf>,
    /// Measures in place of the embedded ones, as `measures import` writes them 措施目录
    #[arg(long, value_name = "FILE.yaml")]
    pub(crate) measures: Option<PathBuf>,
    /// Rent, loan and tax of the owner, YAML 业主的租金、贷款与税务条件
    #[arg(long, value_name = "FILE", requires = "space")]
    pub(crate) terms: Option<PathBuf>,
    /// Search every compatible combination of measures; goes on where it was stopped 搜索全部组合
    #[arg(long)]
    pub(crate) search: bool,
    /// Also draw every package's odds of loss, which `choose` can weigh 亏损概率
    #[arg(long, conflicts_with = "space")]
    pub(crate) odds: bool,
    /// Rules whose thresholds the cheapest packages are to reach 达标门槛所依据的政策
    #[arg(long, value_name = "ID", requires = "on")]
    pub(crate) scheme: Option<String>,
    /// The day that picks the version in force 日期
    #[arg(long, value_name = "YYYY-MM-DD", requires = "scheme")]
    pub(crate) on: Option<Date>,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Which rules, on which day.
#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// The scheme, such as cn/beijing/vacated-space 政策编号
    #[arg(long, value_name = "ID")]
    pub(crate) scheme: String,
    /// The day of the decision; it picks the version in force 认定日期
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) on: Date,
    /// Folder of schemes to use instead of the embedded ones 政策数据目录
    #[arg(long, value_name = "DIR")]
    pub(crate) policy: Option<PathBuf>,
}

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub(crate) struct DecideArgs {
    /// The rules.
    #[command(flatten)]
    pub(crate) rules: RulesArgs,
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
}

/// The money and the aim.
#[derive(Debug, Args)]
pub(crate) struct BudgetArgs {
    /// Yearly budget in yuan; 万 and 亿 are understood 年度预算
    #[arg(long, value_name = "YUAN", value_parser = parse_yuan)]
    pub(crate) budget: Fen,
    /// Ceiling of one district, as NAME=YUAN; may be repeated 区级上限
    #[arg(long, value_name = "DISTRICT=YUAN", value_parser = parse_ceiling)]
    pub(crate) ceiling: Vec<(String, Fen)>,
    /// What to make the greatest: co2e, floor-area, or weights of one t CO2e and one m² as
    /// weighted:T,M2 目标
    #[arg(long, value_name = "AIM", default_value = "co2e", value_parser = parse_aim)]
    pub(crate) objective: app::Aim,
}

/// Arguments of `choose`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("asked").args(["budget", "programme", "schema"]).required(true))]
pub(crate) struct ChooseArgs {
    /// The money of one year.
    #[command(flatten)]
    pub(crate) money: Option<BudgetArgs>,
    /// A programme of several years, YAML; docs/choice.md describes it 多年规划文件
    #[arg(long, value_name = "FILE", conflicts_with_all = ["ceiling", "objective"])]
    pub(crate) programme: Option<PathBuf>,
    /// An earlier solution to begin from; its own programme is planned again and compared 起始解
    #[arg(long, value_name = "SOLUTION", requires = "programme")]
    pub(crate) start: Option<PathBuf>,
    /// Keep the solution here, JSON 保存解
    #[arg(long, value_name = "FILE.json", requires = "programme")]
    pub(crate) solution: Option<PathBuf>,
    /// Write chosen, budgets and left out as a workbook 工作簿
    #[arg(long, value_name = "FILE.xlsx", requires = "programme")]
    pub(crate) book: Option<PathBuf>,
    /// Search nothing; check this solution against every limit of the programme 核对已有的解
    #[arg(long, value_name = "SOLUTION", requires = "programme",
          conflicts_with_all = ["start", "solution", "book"])]
    pub(crate) verify: Option<PathBuf>,
    /// Print the JSON Schema of programme files, for editors 打印规划文件的 JSON Schema
    #[arg(long)]
    pub(crate) schema: bool,
    /// The state.
    #[command(flatten)]
    pub(crate) state: StateArgs,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The list.
    #[command(flatten)]
    pub(crate) list: SpacesArgs,
    /// Weather: an EPW file, or `typical` for the embedded synthetic Beijing year 气象文件
    #[arg(long, value_name = "EPW|typical")]
    pub(crate) weather: String,
    /// The rules.
    #[command(flatten)]
    pub(crate) rules: RulesArgs,
    /// The money.
    #[command(flatten)]
    pub(crate) money: BudgetArgs,
    /// Folder for the results; its state file remembers the ledger between runs 结果目录
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// State file, if not DIR/state.sqlite 状态文件
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Criteria file; by default that of Beijing 筛查标准
    #[arg(long, value_name = "FILE")]
    pub(crate) criteria: Option<PathBuf>,
}

/// The names of the kinds of files, as kinds.
fn file_kinds() -> impl TypedValueParser<Value = app::FileKind> {
    let kinds = app::FileKind::ALL;
    PossibleValuesParser::new(kinds.map(app::FileKind::name)).map(move |name| {
        let found = kinds.into_iter().find(|kind| kind.name() == name);
        found.expect("the parser before lets no other name through")
    })
}

/// [`app::parse_yuan`] with its complaint in both languages.
pub(crate) fn parse_yuan(text: &str) -> Result<Fen, String> {
    app::parse_yuan(text).map_err(|cause| format!("{} {}", cause.en, cause.zh))
}

fn parse_ceiling(text: &str) -> Result<(String, Fen), String> {
    let (district, yuan) = text.split_once('=').ok_or_else(|| {
        format!("expected DISTRICT=YUAN, found {text:?} 应为 区名=金额，如 朝阳区=1亿")
    })?;
    Ok((district.trim().into(), parse_yuan(yuan)?))
}

fn parse_aim(text: &str) -> Result<app::Aim, String> {
    let expected = || {
        format!(
            "expected co2e, floor-area or weighted:T,M2 such as weighted:1,0.01, found {text:?} \
             应为 co2e、floor-area 或 weighted:T,M2"
        )
    };
    match text {
        "co2e" => Ok(app::Aim::Co2e),
        "floor-area" => Ok(app::Aim::FloorArea),
        _ => {
            let weights = text.strip_prefix("weighted:").ok_or_else(expected)?;
            let (tonne, square_metre) = weights.split_once(',').ok_or_else(expected)?;
            let number = |part: &str| part.trim().parse::<f64>().map_err(|_| expected());
            Ok(app::Aim::Weighted {
                co2e_t_weight: number(tonne)?,
                floor_area_m2_weight: number(square_metre)?,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn ceilings_and_aims_are_read() {
        assert_eq!(parse_ceiling("朝阳区=1亿"), Ok(("朝阳区".into(), Fen(10_000_000_000))));
        assert!(parse_ceiling("朝阳区").is_err());
        assert_eq!(
            parse_aim("weighted:1,0.01"),
            Ok(app::Aim::Weighted { co2e_t_weight: 1.0, floor_area_m2_weight: 0.01 })
        );
        assert!(parse_aim("profit").is_err());
    }
}
