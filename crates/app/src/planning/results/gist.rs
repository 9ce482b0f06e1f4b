//! The gist of a plan for a terminal.

use report::format;
use units::{Lang, Text};

use super::{BudgetLine, Cheapest, Plan, ReasonCount, Totals, YearLine};
use crate::outcome::Line;
use crate::words::money;

impl Plan {
    /// The gist for a terminal.
    pub(in crate::planning) fn lines(&self) -> Vec<Line> {
        let totals = &self.totals;
        let Totals { projects, conditional, .. } = totals;
        let mut lines = vec![
            Line::plain("规划", "programme", self.title.clone()),
            Line::new(
                "入选项目",
                "projects chosen",
                Text::new(
                    format!("{projects}，其中附条件 {conditional}"),
                    format!("{projects}, {conditional} of them conditional"),
                ),
            ),
            Line::new("公共资金", "public money", money(totals.cost_fen)),
        ];
        lines.extend(self.years.iter().map(YearLine::line));
        lines.extend(self.budgets.iter().map(BudgetLine::line));
        let tonnes = format::tonnes(totals.co2e_g);
        lines.push(Line::new(
            "年减碳",
            "CO2e saved",
            Text::new(format!("{tonnes} t/年"), format!("{tonnes} t/a")),
        ));
        lines.push(Line::plain("目标值", "value", format::estimate(totals.value_points)));
        lines.push(totals.gap_line());
        lines.extend(self.left_out_counts.iter().map(ReasonCount::line));
        lines.extend(self.remarks.iter().map(|one| {
            let line = |lang| one.line(lang);
            Line::new("提示", "note", Text::new(line(Lang::Zh), line(Lang::En)))
        }));
        lines
    }
}

impl Totals {
    fn gap_line(&self) -> Line {
        let gap = format::percent(self.gap_ratio * 100.0);
        let rests = match self.proof {
            "solver" => Text::new("依据求解器的分支定界", "by the solver's branch and bound"),
            _ => Text::new(
                "依据本程序按资金影子价格所作的求和",
                "by a sum at prices of money made here",
            ),
        };
        let Text { zh, en } = rests;
        let text = Text::new(format!("{gap}（{zh}）"), format!("{gap} ({en})"));
        Line::new("与最优差距不超过", "proven gap", text)
    }
}

impl YearLine {
    fn line(&self) -> Line {
        let Self { year, starts, paid_fen } = self;
        let paid = money(*paid_fen);
        Line::new(
            &format!("{year} 年"),
            &year.to_string(),
            Text::new(
                format!("开工 {starts} 项，拨付 {}", paid.zh),
                format!("{starts} start, {} paid", paid.en),
            ),
        )
    }
}

impl BudgetLine {
    /// How many rises the budget bears, in words.
    pub(in crate::planning) fn bears_text(&self) -> Text {
        match self.bears {
            None => Text::new("可承受全部涨价", "bears all rises at once"),
            Some(count) => Text::new(
                format!("可承受最大的 {count} 项同时涨价"),
                format!("bears the {count} greatest rises at once"),
            ),
        }
    }

    fn line(&self) -> Line {
        let (spent, limit, bears) =
            (money(self.spent_fen), money(self.limit_fen), self.bears_text());
        let year = self.year.map_or(String::new(), |year| format!(" {year}"));
        let label = format!("{}{year}", self.name);
        Line::new(
            &label,
            &label,
            Text::new(
                format!("{} / {}，{}", spent.zh, limit.zh, bears.zh),
                format!("{} of {}, {}", spent.en, limit.en, bears.en),
            ),
        )
    }
}

impl ReasonCount {
    fn line(&self) -> Line {
        let Self { reason, projects, cheapest, .. } = self;
        let (zh, en) = cheapest.as_ref().map_or((String::new(), String::new()), |one| {
            let Cheapest { id, change } = one;
            let Text { zh, en } = &change.text;
            (format!("；最省的改动：{id} {zh}"), format!("; cheapest change: {id} {en}"))
        });
        let text = Text::new(
            format!("{projects} 项：{}{zh}", reason.zh),
            format!("{projects}: {}{en}", reason.en),
        );
        Line::new("未入选", "left out", text)
    }
}
