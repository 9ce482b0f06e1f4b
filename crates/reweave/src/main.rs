//! The `reweave` command: arguments in, one use case of `app`, its result printed.

mod args;
mod bar;
mod demo;
mod serve;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use app::{Failure, Outcome, Progress};
use args::{
    AppraiseArgs, AuditCommand, ChooseArgs, Cli, Command, DatabaseCommand, EnergyCommand,
    MeasuresCommand, PolicyCommand,
};
use clap::Parser as _;
use units::Lang;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.lang.map_or_else(lang_of_environment, Lang::from);
    let bar = bar::Bar::new(lang);
    let silent = app::Silent;
    let visible = !cli.quiet && io::stderr().is_terminal();
    let progress: &dyn Progress = if visible { &bar } else { &silent };
    match act(&cli.command, lang, progress) {
        Ok(outcome) => print(&*outcome, cli.json, lang),
        Err(failure) => {
            progress.end();
            complain(&failure, cli.json, lang)
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the edge where the environment is read")]
fn lang_of_environment() -> Lang {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    if named.is_some_and(|value| value.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

fn act(
    command: &Command,
    lang: Lang,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        Command::Import(import) => app::import(
            &app::ImportRequest {
                spaces: &import.list.spaces,
                mapping: &import.list.mapping,
                state: &import.state.state,
                refused: import.refused.as_deref(),
            },
            progress,
        ),
        Command::Screen(screen) => app::screen(
            &app::ScreenRequest {
                state: &screen.state.state,
                on: screen.on,
                criteria: screen.criteria.as_deref(),
                groups: screen.groups.as_deref(),
            },
            progress,
        ),
        Command::Appraise(appraise) => act_on_appraise(appraise, progress),
        Command::Potential(args) => app::area_potential(&app::PotentialRequest {
            state: &args.state.state,
            area: match (&args.area, &args.street, &args.district) {
                (Some(path), ..) => app::AreaAsked::Drawn(path),
                (None, Some(name), _) => app::AreaAsked::Street(name),
                (None, None, Some(name)) => app::AreaAsked::District(name),
                (None, None, None) => app::AreaAsked::Everything,
            },
            on: args.on,
            rules: args.rules.as_deref(),
            map: args.map.as_deref(),
        }),
        Command::Decide(decide) => {
            app::decide(&rules(&decide.rules), &decide.state.state, progress)
        }
        Command::Choose(choose) => act_on_choose(choose, progress),
        Command::Run(run) => app::run(
            &app::RunRequest {
                spaces: &run.list.spaces,
                mapping: &run.list.mapping,
                weather: &run.weather,
                rules: rules(&run.rules),
                budget: budget(&run.money),
                out: &run.out,
                state: run.state.as_deref(),
                criteria: run.criteria.as_deref(),
            },
            progress,
        ),
        Command::Demo(args) => demo::demo(args, lang, progress),
        Command::Found(args) => serve::found(args),
        Command::Serve(args) => serve::serve(args, lang),
        Command::Job => app::jobs::run_job(),
        Command::Measures(measures) => act_on_measures(measures),
        Command::Energy(energy) => act_on_energy(energy, progress),
        Command::Policy(policy) => act_on_policy(policy, progress),
        Command::Audit(audit) => act_on_audit(audit),
        Command::Database(database) => act_on_database(database),
    }
}

fn act_on_appraise(
    appraise: &AppraiseArgs,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    let rules = appraise.scheme.as_deref().zip(appraise.on);
    let request = app::AppraiseRequest {
        state: &appraise.state.state,
        weather: &appraise.weather,
        rules: rules.map(|(scheme, on)| app::Rules {
            scheme,
            on,
            policy: appraise.policy.as_deref(),
        }),
        search: appraise.search,
        odds: appraise.odds,
        terms: appraise.terms.as_deref(),
        measures: appraise.measures.as_deref(),
        table: appraise.table.as_deref(),
        out: appraise.out.as_deref(),
    };
    match &appraise.space {
        Some(space) => app::appraise_space(space, &request, progress),
        None => app::appraise(&request, progress),
    }
}

fn act_on_choose(args: &ChooseArgs, progress: &dyn Progress) -> Result<Box<dyn Outcome>, Failure> {
    let state = &args.state.state;
    match (&args.programme, &args.verify, &args.money) {
        (Some(programme), Some(solution), _) => app::verify_solution(programme, state, solution),
        (Some(programme), None, _) => {
            let request = app::PlanRequest {
                programme,
                state,
                start: args.start.as_deref(),
                solution: args.solution.as_deref(),
                book: args.book.as_deref(),
            };
            app::choose_programme(&request, progress)
        }
        (None, _, Some(money)) => app::choose(&budget(money), state, progress),
        (None, _, None) => Ok(app::programme_schema()),
    }
}

fn act_on_measures(command: &MeasuresCommand) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        MeasuresCommand::Export(args) => app::export_measures(args.measures.as_deref(), &args.out),
        MeasuresCommand::Import(args) => {
            app::import_measures(&args.sheet, args.measures.as_deref(), &args.out)
        }
    }
}

fn act_on_policy(
    command: &PolicyCommand,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        PolicyCommand::Check(args) => app::check_schemes(&schemes(args)),
        PolicyCommand::Test(args) => app::test_schemes(&schemes(args)),
        PolicyCommand::Docs(args) => app::scheme_pages(&app::PagesRequest {
            schemes: schemes(&args.schemes),
            out: &args.out,
        }),
        PolicyCommand::Fmt(args) => app::format_schemes(&app::FormatRequest {
            scheme: args.scheme.as_deref(),
            policy: &args.policy,
            check: args.check,
        }),
        PolicyCommand::Schema(args) => Ok(app::file_schema(args.kind)),
        PolicyCommand::Decide(case) => {
            app::decide_case(&rules(&case.rules), &case.facts, case.out.as_deref())
        }
        PolicyCommand::Explain(args) => explain(args),
        PolicyCommand::Replay(args) => app::replay(&args.record),
        PolicyCommand::Stack(args) => app::stack_case(&app::StackRequest {
            facts: &args.facts,
            on: args.on,
            schemes: &args.scheme,
            below: args.below.as_deref(),
            policy: args.policy.as_deref(),
        }),
        PolicyCommand::Population(args) => {
            let request = population(&args.file);
            app::population(&app::PopulationRequest { out: Some(&args.out), ..request }, progress)
        }
        PolicyCommand::Compare(args) => {
            let request = population(&args.file);
            app::population(
                &app::PopulationRequest { sweep: &args.sweep, page: Some(&args.out), ..request },
                progress,
            )
        }
    }
}

fn act_on_audit(command: &AuditCommand) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        AuditCommand::Verify(desk) => app::desk::audit_verify(&asked(desk)),
        AuditCommand::Prove(args) => {
            let since = app::desk::Proved::Since(args.since.unwrap_or_default());
            let proved = args.event.map_or(since, app::desk::Proved::Event);
            app::desk::audit_prove(&asked(&args.desk), &proved, &args.out)
        }
        AuditCommand::Export(args) => app::desk::audit_export(&asked(&args.desk), &args.out),
    }
}

fn act_on_database(command: &DatabaseCommand) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        DatabaseCommand::Backup(args) => app::desk::backup_database(&asked(&args.desk), &args.to),
        DatabaseCommand::Restore(args) => {
            app::desk::restore_database(&asked(&args.desk), &args.from)
        }
        DatabaseCommand::Rebuild(desk) => app::desk::rebuild_database(&asked(desk)),
        DatabaseCommand::Check(desk) => app::desk::check_database(&asked(desk)),
    }
}

fn asked(args: &args::DeskArgs) -> app::desk::AuditRequest<'_> {
    app::desk::AuditRequest {
        database: &args.database,
        folder: args.folder.as_deref(),
        policy: args.policy.as_deref(),
    }
}

fn explain(args: &args::ExplainArgs) -> Result<Box<dyn Outcome>, Failure> {
    let what = match (&args.record, &args.facts, &args.scheme, args.on) {
        (Some(record), ..) => app::Explained::Record(record),
        (None, Some(facts), Some(scheme), Some(on)) => {
            let policy = args.policy.as_deref();
            app::Explained::Case(app::Rules { scheme, on, policy }, facts)
        }
        _ => {
            return Err(Failure::Request(units::Text::new(
                "请给出 --record，或 --facts、--scheme 与 --on",
                "give --record, or --facts with --scheme and --on",
            )));
        }
    };
    app::explain(what)
}

fn population(args: &args::CasesFileArgs) -> app::PopulationRequest<'_> {
    app::PopulationRequest {
        cases: &args.cases,
        rules: rules(&args.rules),
        reform: args.reform.as_deref(),
        by: &args.by,
        reviewer: args.reviewer.as_deref(),
        sweep: &[],
        out: None,
        page: None,
    }
}

fn act_on_energy(
    command: &EnergyCommand,
    progress: &dyn Progress,
) -> Result<Box<dyn Outcome>, Failure> {
    match command {
        EnergyCommand::Simulate(simulate) => app::simulate_file(&app::SimulateRequest {
            building: &simulate.building,
            weather: &simulate.weather,
            hourly: simulate.hourly.as_deref(),
            steps_per_hour: simulate.steps,
        }),
        EnergyCommand::Stock(stock) => app::simulate_stock_file(
            &app::StockRequest { stock: &stock.stock, weather: &stock.weather, out: &stock.out },
            progress,
        ),
        EnergyCommand::Cases(cases) => app::published_cases(&cases.weather),
        EnergyCommand::Schema => Ok(app::building_schema()),
    }
}

fn schemes(args: &args::SchemesArgs) -> app::SchemesRequest<'_> {
    app::SchemesRequest { scheme: args.scheme.as_deref(), policy: args.policy.as_deref() }
}

fn rules(args: &args::RulesArgs) -> app::Rules<'_> {
    app::Rules { scheme: &args.scheme, on: args.on, policy: args.policy.as_deref() }
}

fn budget(args: &args::BudgetArgs) -> app::Budget {
    app::Budget {
        amount: args.budget,
        ceilings: args.ceiling.iter().cloned().collect(),
        aim: args.objective,
    }
}

fn print(outcome: &dyn Outcome, json: bool, lang: Lang) -> ExitCode {
    let text = if json { outcome.json() } else { outcome.lines(lang) };
    // A closed pipe is the reader's choice, not a failure.
    let _ = writeln!(io::stdout(), "{}", text.trim_end());
    ExitCode::SUCCESS
}

fn complain(failure: &Failure, json: bool, lang: Lang) -> ExitCode {
    let text = failure.text();
    let mut out = io::stderr().lock();
    if json {
        let body = serde_json::json!({ "error": text, "diagnostics": failure.diagnostics() });
        let _ = writeln!(out, "{body}");
    } else {
        let _ = writeln!(out, "{}", text.get(lang));
        for diagnostic in failure.diagnostics() {
            let _ = writeln!(out, "  {}", diagnostic.line(lang));
        }
    }
    ExitCode::from(failure.exit_code())
}
