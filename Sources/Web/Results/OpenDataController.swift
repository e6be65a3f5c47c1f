import Access
import Exchange
import HTML
import Journal
import Results
import Storage

/// Whether results are open data: on which terms, what stays out, and which two people agree.
enum OpenDataController {
    private static let editing = RecordEditing(
        OpenDataTerms.self, asked: ["publisher", "publisher_type", "activity", "currency", "sectors", "funder", "summary", "excluded"],
        act: .openDataTerms,
        title: Phrase("Conditions des données ouvertes", en: "Terms of the open data"),
        lede: Phrase("Un changement demande un nouvel accord de deux personnes.", en: "A change asks two people to agree again."))

    static let routes: [Route] = [
        .get(.openData, .permission(.openDataShow), show),
        .get(.openDataEdit, .permission(.openDataEdit)) { visit, connection in
            let stored = try connection.all(OpenDataTerms.self, "ORDER BY made LIMIT 1").first
            return try editing.page(
                visit, connection, stored?.record ?? proposed, versions: stored?.versions, to: SitePath.openDataEdit(),
                back: SitePath.openData(), trail: trail(visit))
        },
        .post(.openDataEdit, .permission(.openDataEdit)) { visit, typed in
            let stored = try await visit.site.store.read { try $0.all(OpenDataTerms.self, "ORDER BY made LIMIT 1").first }
            var terms = stored?.record ?? OpenDataTerms()
            if stored == nil { terms.id = typed.token.cast() }
            return try await editing.take(
                visit, typed, into: terms, isNew: stored == nil, to: SitePath.openDataEdit(), back: SitePath.openData(),
                landing: SitePath.openData(), trail: trail(visit),
                rule: { terms, _ in try IATISettings(terms, publisher: "").check() })
        },
        .post(.openDataApproval, .permission(.openDataApprove)) { visit, typed in
            let (account, today) = (try visit.reader().account, visit.today)
            let outcome = try await visit.perform(.openDataApprove, typed) { act in
                let data = try OpenData(act.connection)
                try data.check(approvalBy: account)
                var approval = OpenDataApproval()
                approval.id = typed.token.cast()
                (approval.by, approval.on, approval.terms) = (account, today, data.terms?.digest)
                try act.make(approval)
            }
            return .done(outcome, at: SitePath.openData())
        },
        .post(.openDataWithdrawal, .permission(.openDataApprove)) { visit, typed in
            let outcome = try await visit.perform(.openDataWithdraw, typed) { act in
                // Whoever may approve may close it, at once and for all: what is open is taken back by one person.
                for approval in try act.connection.all(OpenDataApproval.self, "ORDER BY id LIMIT 200") { try act.remove(approval) }
            }
            return .done(outcome, at: SitePath.openData())
        },
    ]

    /// What the form proposes while nothing is decided.
    private static var proposed: OpenDataTerms {
        var terms = OpenDataTerms()
        terms.sectors = "15190 100"
        return terms
    }

    private static func trail(_ visit: Visit) -> [(String, Address)] {
        [(visit.say("Projet", en: "Project"), SitePath.project()), (visit.say("Données ouvertes", en: "Open data"), SitePath.openData())]
    }

    private static func show(_ visit: Visit, _ connection: any Connection) throws -> Reply {
        let data = try OpenData(connection)
        let names = try Names(visit, connection, of: data.approvals)
        let history = try data.terms.map { try HistoryView(OpenDataTerms.self, $0.id, visit, connection) }
        let say = visit.say
        let own = try visit.reader().account
        let mayApprove = visit.may(.openDataApprove) && data.terms != nil && !data.standing.contains { $0.by == own }
        return visit.page(
            say("Données ouvertes", en: "Open data"),
            lede: data.isOpen
                ? say("Ouvertes : les fichiers IATI et HXL peuvent être faits.", en: "Open: the IATI and HXL files can be made.")
                : say(
                    "Fermées : rien n’est publié tant que deux personnes ne l’ont pas décidé.",
                    en: "Closed: nothing is published until two people have decided it."),
            trail: [(say("Projet", en: "Project"), SitePath.project())]
        ) {
            if let terms = data.terms {
                div(.class("actions no-print")) {
                    if mayApprove {
                        ActButton(
                            visit: visit, action: SitePath.openDataApproval(), label: say("Donner mon accord", en: "Agree"),
                            style: "primary")
                    }
                    if visit.may(.openDataEdit) {
                        a(say("Modifier les conditions", en: "Edit the terms"), .class("secondary"), .href(SitePath.openDataEdit()))
                    }
                    if visit.may(.openDataApprove), !data.approvals.isEmpty {
                        ActButton(
                            visit: visit, action: SitePath.openDataWithdrawal(),
                            label: say("Fermer les données ouvertes", en: "Close the open data"), style: "danger")
                    }
                }
                if data.isOpen { p(.class("no-print")) { a(say("Ce que tout le monde lit", en: "What everyone reads"), .href(SitePath.results())) } }
                h2(say("Accords", en: "Approvals"))
                if data.standing.isEmpty {
                    p(
                        say("Personne n’a encore donné son accord à ces conditions.", en: "Nobody has agreed to these terms yet."),
                        .class("soft"))
                } else {
                    ul {
                        Each(data.standing) { one in
                            li("\(one.by.map { names[$0] } ?? "…"), \(one.on.map { Dates.short($0, visit.language) } ?? "")")
                        }
                    }
                }
                h2(say("Conditions", en: "Terms"))
                dl(.class("summary")) {
                    FactRow(label: say("Identifiant IATI", en: "IATI identifier"), text: "\(terms.publisher)-\(terms.activity)")
                    FactRow(label: say("Type d’organisation", en: "Type of organisation"), text: terms.publisherType)
                    FactRow(label: say("Bailleur", en: "Funder"), text: terms.funder)
                    FactRow(label: say("Monnaie", en: "Currency"), text: terms.currency)
                    FactRow(label: say("Secteurs", en: "Sectors"), text: terms.sectors)
                    FactRow(
                        label: say("Restent dehors", en: "Stay out"),
                        text: terms.excludedCodes.isEmpty
                            ? say("aucun indicateur", en: "no indicator") : terms.excludedCodes.sorted().joined(separator: ", "))
                }
                Paragraphs(text: terms.summary)
                history
            } else {
                div(.class("empty")) {
                    p(
                        say(
                            "Les résultats peuvent être publiés en données ouvertes (IATI, HXL), lus par tous.",
                            en: "The results can be published as open data (IATI, HXL), read by all."))
                    p(
                        visit.may(.openDataEdit)
                            ? say(
                                "Écrivez d’abord sous quel identifiant et ce qui reste dehors.",
                                en: "Write first under which identifier, and what stays out.")
                            : say(
                                "Le secrétariat écrit d’abord sous quel identifiant et ce qui reste dehors.",
                                en: "The secretariat first writes under which identifier, and what stays out."))
                    if visit.may(.openDataEdit) {
                        p { a(say("Écrire les conditions", en: "Write the terms"), .class("primary"), .href(SitePath.openDataEdit())) }
                    }
                }
            }
        }
    }
}
