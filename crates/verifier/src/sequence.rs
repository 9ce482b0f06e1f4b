//! Check 2, sequence: numbers, times, commands, versions; ids that are new, ids that are known.

use crate::carbon::Carbon;
use crate::event::{Event, What};
use crate::money::Name;
use crate::refusal::{Check, Fault, Say, Verdict, ensure};
use crate::state::{Current, State, line_key};

const UNKNOWN: Say = ["此前的事件已建立它", "an earlier event that made it"];
const USED: Say = ["未曾使用的标识", "an id that no earlier event used"];

fn fault(found: impl Into<String>, expected: Say) -> Fault {
    Fault::new(Check::Sequence, found, expected)
}

fn known(is_known: bool, what: &str, id: &str) -> Verdict {
    ensure(is_known, Check::Sequence, UNKNOWN, || format!("{what} {id}"))
}

fn fresh(is_used: bool, what: &str, id: &str) -> Verdict {
    ensure(!is_used, Check::Sequence, USED, || format!("{what} {id}"))
}

impl State {
    /// Checks the event's place among the others; the application whose version it counts up.
    pub(crate) fn check_sequence(&mut self, event: &Event) -> Verdict<Option<Name>> {
        let expected = ["行号减一，从 0 起", "the line's number less one"];
        ensure(event.seq == self.next, Check::Sequence, expected, || format!("seq {}", event.seq))?;
        let is_first = matches!(event.what, What::Founded { .. });
        let expected = ["第 0 个事件是 founded，别处没有", "`founded` as event 0 and nowhere else"];
        ensure(is_first == (self.next == 0), Check::Sequence, expected, || {
            format!("event {}", self.next)
        })?;
        self.next += 1;
        self.check_time(event)?;
        self.check_command(event)?;
        self.check_known(&event.what)?;
        self.check_fresh(&event.what)?;
        self.check_version(event)
    }

    fn check_time(&self, event: &Event) -> Verdict {
        let before = self.current.as_ref().map(|current| current.at);
        let expected = ["不早于前一事件", "no time before that of the event before"];
        ensure(before.is_none_or(|before| before <= event.at), Check::Sequence, expected, || {
            format!("at {}", event.at)
        })?;
        let fits = |clock| clock < event.at && before == Some(event.at);
        let expected = [
            "clock 早于 at，且 at 等于前一事件",
            "a `clock` before `at`, and the `at` of the event before",
        ];
        ensure(event.clock.is_none_or(fits), Check::Sequence, expected, || {
            format!("clock {:?}, at {}", event.clock, event.at)
        })
    }

    fn check_command(&mut self, event: &Event) -> Verdict {
        let now = Current {
            command: event.command.clone(),
            content: event.content,
            actor: event.actor.clone(),
            organisation: event.organisation.clone(),
            at: event.at,
            clock: event.clock,
        };
        self.first.get_or_insert_with(|| event.command.clone());
        if let Some(before) = self.current.replace(now)
            && before.command == event.command
        {
            let same = before.content == event.content
                && before.actor == event.actor
                && before.organisation == event.organisation
                && (before.at, before.clock) == (event.at, event.clock);
            let expected = [
                "同一请求的事件具有相同的 content、actor、organisation、at、clock",
                "the same content, actor, organisation, at and clock in all events of a command",
            ];
            return ensure(same, Check::Sequence, expected, || {
                format!("command {}", event.command)
            });
        }
        fresh(!self.commands.insert(&event.command), "command", &event.command)
    }

    /// Whether all that an event goes by was made before.
    fn check_known(&self, what: &What) -> Verdict {
        let user = |id: &Name| known(self.users.contains_key(id), "user", id);
        let programme = |id: &Name| known(self.programmes.contains_key(id), "programme", id);
        let line = |id: &Name| known(self.lines.contains_key(id), "line", id);
        match what {
            What::User(user) => {
                let code = &user.organisation;
                known(self.organisations.contains(code), "organisation", code)
            }
            What::Granted(grant) => user(&grant.user),
            What::Revoked { grant, .. } => known(self.grants.contains_key(grant), "grant", grant),
            What::Delegated(delegation) => user(&delegation.to),
            What::Line(line) => programme(&line.programme),
            What::Application(opened) => programme(&opened.programme),
            What::Proposed { money, .. } => money.line.iter().chain(&money.to).try_for_each(line),
            What::Approved { step, transfers, .. } => {
                known(self.steps.contains_key(step), "step", step)?;
                let accounts = transfers.iter().flat_map(|one| [&one.credit, &one.debit]);
                accounts.map(|account| &account.line).try_for_each(line)
            }
            What::Refused { step } | What::Settled { step, .. } => {
                known(self.steps.contains_key(step), "step", step)
            }
            What::Carbon { happened: Carbon::Opened { enterprise }, .. } => {
                known(self.organisations.contains(enterprise), "organisation", enterprise)
            }
            What::Carbon { account, .. } => {
                known(self.carbon.accounts.contains_key(account), "account", account)
            }
            What::Founded { .. }
            | What::Organisation(_)
            | What::Programme { .. }
            | What::EntityChanged { .. }
            | What::Other { .. } => Ok(()),
        }
    }

    /// Whether all that an event makes is new.
    fn check_fresh(&mut self, what: &What) -> Verdict {
        match what {
            What::Organisation(code) => {
                fresh(self.organisations.contains(code), "organisation", code)
            }
            What::User(user) => fresh(self.users.contains_key(&user.user), "user", &user.user),
            What::Granted(grant) => {
                fresh(self.grants.contains_key(&grant.grant), "grant", &grant.grant)
            }
            What::Programme { programme, .. } => {
                fresh(self.programmes.contains_key(programme), "programme", programme)
            }
            What::Line(line) => {
                fresh(self.lines.contains_key(&line.line), "line", &line.line)?;
                let expected = [
                    "每个计划、年度、区、类型一个科目",
                    "one line for each programme, year, district and kind",
                ];
                let is_new = !self.line_keys.contains(&line_key(line));
                ensure(is_new, Check::Sequence, expected, || format!("line {}", line.line))
            }
            What::Application(opened) => {
                let id = &opened.application;
                fresh(self.applications.contains_key(id), "application", id)
            }
            What::Proposed { step, .. } => fresh(self.steps.contains_key(step), "step", step),
            What::Approved { transfers, .. } => transfers
                .iter()
                .try_for_each(|one| fresh(!self.transfers.insert(&one.id), "transfer", &one.id)),
            What::Carbon { account, happened: Carbon::Opened { .. } } => {
                fresh(self.carbon.accounts.contains_key(account), "account", account)
            }
            What::Carbon { happened: Carbon::Claimed(claim), .. } => {
                let id = &claim.reduction;
                fresh(self.carbon.is_claimed(id), "reduction", id)
            }
            What::Founded { .. }
            | What::Carbon { .. }
            | What::Revoked { .. }
            | What::Delegated(_)
            | What::EntityChanged { .. }
            | What::Refused { .. }
            | What::Settled { .. }
            | What::Other { .. } => Ok(()),
        }
    }

    fn check_version(&self, event: &Event) -> Verdict<Option<Name>> {
        let (subject, expected) = match &event.what {
            What::Application(_) => (None, Some(1)),
            what => {
                let subject = self.subject(what);
                let version = match &subject {
                    None => None,
                    Some(id) => {
                        let found = self.applications.get(id);
                        let found =
                            found.ok_or_else(|| fault(format!("application {id}"), UNKNOWN))?;
                        Some(found.version + 1)
                    }
                };
                (subject, version)
            }
        };
        let counted = [
            "申请的版本逐一递增；与申请无关的事件没有版本",
            "versions that count an application's events, and none where there is no application",
        ];
        ensure(event.version == expected, Check::Sequence, counted, || {
            format!("version {:?} ≠ {expected:?}", event.version)
        })?;
        Ok(subject)
    }

    /// The application that an event is about.
    fn subject(&self, what: &What) -> Option<Name> {
        match what {
            What::EntityChanged { application, .. } => Some(application.clone()),
            What::Other { application } => application.clone(),
            What::Proposed { money, .. } => money.application.clone(),
            What::Approved { step, .. } | What::Refused { step } | What::Settled { step, .. } => {
                self.steps.get(step)?.application.clone()
            }
            _ => None,
        }
    }
}
