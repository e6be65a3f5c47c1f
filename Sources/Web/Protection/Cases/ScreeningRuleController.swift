import Access
import HTML
import Journal
import Protection
import Storage

/// How the network turns a screening into a level of risk: read by who screens, edited by the secretariat.
enum ScreeningRuleController {
    private static let asked = ScreeningRule.fields.map(\.name)
    private static let editing = RecordEditing(
        ScreeningRule.self, asked: asked, act: .screeningRuleEdit, title: Phrase("Règle de repérage", en: "Screening rule"),
        lede: Phrase(
            "Ce que chaque facteur ajoute au risque, et dans combien de jours il faut évaluer.",
            en: "What each factor adds to the risk, and within how many days to assess."))

    static let routes: [Route] = [
        .get(.screeningRule, .permission(.screeningRuleShow)) { visit, connection in
            let rule = try ScreeningRule.standing(connection)
            let page = RuleShow(visit: visit, rule: rule)
            return visit.page(visit.say(ScreeningRule.title), trail: Registers.trail(visit)) { page }
        },
        .get(.screeningRuleEdit, .permission(.screeningRuleEdit)) { visit, connection in
            let stored = try connection.all(ScreeningRule.self, "ORDER BY id LIMIT 1").first
            return try editing.page(
                visit, connection, stored?.record ?? ScreeningRule(), versions: stored?.versions, to: SitePath.screeningRuleEdit(),
                back: SitePath.screeningRule())
        },
        .post(.screeningRuleEdit, .permission(.screeningRuleEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(ScreeningRule.self, "ORDER BY id LIMIT 1").first }
            return try await editing.take(
                visit, typed, into: stored?.record ?? ScreeningRule(), isNew: stored == nil, to: SitePath.screeningRuleEdit(),
                back: SitePath.screeningRule(), landing: SitePath.screeningRule(), rule: { rule, _ in try rule.check() })
        },
    ]
}

private struct RuleShow: Component {
    let visit: Visit
    let rule: ScreeningRule

    private var say: Say { visit.say }

    var body: some Markup {
        if visit.may(.screeningRuleEdit) {
            div(.class("actions")) { a(say("Modifier la règle", en: "Edit the rule"), .class("primary"), .href(SitePath.screeningRuleEdit())) }
        }
        table {
            caption(say("Du total des points au niveau de risque", en: "From the sum of points to the level of risk"))
            thead {
                tr {
                    th(say("Niveau", en: "Level"), .scope(.col))
                    th(say("À partir de", en: "From"), .scope(.col), .class("number"))
                    th(say("Évaluer avant", en: "Assess within"), .scope(.col), .class("number"))
                }
            }
            tbody {
                Each(levels) { level in
                    tr {
                        th(say(level.risk.label), .scope(.row))
                        td("\(level.points)", .class("number"))
                        td(level.days == 1 ? say("1 jour", en: "1 day") : say("\(level.days) jours", en: "\(level.days) days"), .class("number"))
                    }
                }
            }
        }
        table {
            caption(say("Points de chaque facteur ; chaque protection en retire un", en: "Points of each factor; each protection takes one off"))
            tbody {
                Each(RiskFactor.list) { factor in
                    tr {
                        th(say(factor.1), .scope(.row))
                        td("\(rule.weights[factor.0])", .class("number"))
                    }
                }
            }
        }
    }

    private var levels: [(risk: RiskLevel, points: Int, days: Int)] {
        [
            (.low, 0, rule.daysLow), (.medium, rule.medium, rule.daysMedium), (.high, rule.high, rule.daysHigh),
            (.emergency, rule.emergency, rule.daysEmergency),
        ]
    }
}
