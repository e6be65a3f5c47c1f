import Access
import HTML
import Journal
import Results
import Storage

/// The contract's rules about money with their dates, the months' rates and the transfers received.
enum BudgetRules {
    static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let rules = try connection.all(BudgetRule.self, "ORDER BY \"from\" DESC, id LIMIT 100").map(\.record)
        let rates = try connection.all(ExchangeRate.self, "ORDER BY \"on\" DESC, id LIMIT 120").map(\.record)
        let funds = try connection.all(FundTransfer.self, "ORDER BY \"on\" DESC, id LIMIT 120").map(\.record)
        let say = visit.say
        return visit.page(
            say("Règles et taux", en: "Rules and rates"),
            lede: rules.isEmpty
                ? say(
                    "Aucune règle n’est saisie : la parité fixe du franc CFA vaut en attendant.",
                    en: "No rule is entered: the CFA franc’s fixed parity holds meanwhile.") : nil,
            trail: BudgetDesks.trail(visit)
        ) {
            h2(say("Règles du contrat", en: "The contract’s rules"))
            part(visit, rules, empty: say("Dites la monnaie du contrat et sa règle de change.", en: "Say the contract’s currency and its rule of exchange.")) {
                rule in
                (
                    rule.from, "\(say(rule.method.label)), \(say(rule.currency.label))",
                    rule.transferPercent.map { say("Transferts sans accord jusqu’à \($0)\u{A0}%", en: "Transfers without approval up to \($0)%") }
                        ?? say("Tout transfert demande l’accord du bailleur", en: "Every transfer needs the donor’s approval"), SitePath.budgetRuleEdit(rule.id)
                )
            }
            add(visit, say("Ajouter une règle", en: "Add a rule"), SitePath.budgetRuleNew())
            h2(say("Taux du mois", en: "Rates of the month"))
            part(visit, rates, empty: say("Aucun taux n’est saisi.", en: "No rate is entered.")) { rate in
                (
                    rate.on, rate.on.map { Dates.month(String($0.description.prefix(7)), visit.language) } ?? "",
                    "1 000 € = \(Money(rate.francs, .franc).text(visit.language))", SitePath.exchangeRateEdit(rate.id)
                )
            }
            add(visit, say("Ajouter le taux d’un mois", en: "Add a month’s rate"), SitePath.exchangeRateNew())
            h2(say("Virements reçus", en: "Transfers received"))
            part(visit, funds, empty: say("Aucun virement n’est noté.", en: "No transfer is noted.")) { one in
                (
                    one.on, "\(Money(one.euros, .euro).text(visit.language)) → \(Money(one.francs, .franc).text(visit.language))", one.document,
                    SitePath.fundTransferEdit(one.id)
                )
            }
            add(visit, say("Noter un virement reçu", en: "Note a transfer received"), SitePath.fundTransferNew())
        }
    }

    @MarkupBuilder private static func add(_ visit: Visit, _ label: String, _ address: Address) -> some Markup {
        if visit.may(.budgetEdit) { p(.class("no-print")) { a(label, .href(address)) } }
    }

    @MarkupBuilder private static func part<R: Record>(
        _ visit: Visit, _ records: [R], empty: String, _ line: @escaping (R) -> (day: Day?, text: String, note: String, edit: Address)
    ) -> some Markup {
        if records.isEmpty { p(empty, .class("soft")) }
        ul(.class("todo")) {
            Each(records.map(line)) { one in
                li {
                    if let day = one.day { HTML.time(Dates.short(day, visit.language), .datetime(day.description)) }
                    div {
                        if visit.may(.budgetEdit) { a(one.text, .href(one.edit)) } else { one.text }
                        p(one.note, .class("soft"))
                    }
                }
            }
        }
    }
}
