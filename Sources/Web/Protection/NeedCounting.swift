import Access
import Accounts
import HTML
import HTTPTypes
import Journal
import Protection
import Statistics
import Storage

/// The specific needs of an organisation, counted by a supervisor's session: what it opens is noted, and only the totals stay.
enum NeedCounting {
    static let routes: [Route] = [.post(.needCount, .permission(.caseAssign), count)]

    private static func count(_ visit: Visit, _ typed: Typed) async throws -> Reply {
        let store = visit.site.store
        let (organization, account, today) = (try visit.reader().organization, try visit.reader().account, visit.today)
        try await ProtectionMeasures.tallying.settleAll(in: store)
        let count = try await store.read { try NeedCount(of: organization, by: visit.keyring($0), on: today, $0) }
        try await visit.note(Reading.Note(.needsOpen, of: Need.kind, count.files))
        let outcome = try await visit.perform(.needsCount, typed, in: visit.scope(of: NeedTotals.self)) { try count.write(by: account, in: $0, on: today) }
        var address = SitePath.measures().query("measure", ProtectionMeasures.needs.code)
        if count.closed > 0 { address = address.query("closed", "\(count.closed)") }
        return outcome.entry == nil ? .redirect(address.query("unchanged", "1")) : .done(outcome, at: address)
    }
}

/// When the needs were last counted and by whom, what is still to be counted, and the button.
struct NeedCountState: Component {
    private let visit: Visit
    private let last: NeedTotals?
    private let by: String
    private let awaited: [String]

    init(_ visit: Visit, _ question: MeasureQuestion, _ connection: any Connection) throws {
        self.visit = visit
        last = try NeedTotals.standing(question, connection).max { ($0.on?.description ?? "", $0.id) < ($1.on?.description ?? "", $1.id) }
        by = try last?.by.map { try Names(visit, connection, ids: [$0.cast()])[$0] } ?? ""
        awaited = try ProtectionMeasures.needs.awaited(question, connection).map(\.month).sorted()
    }

    private var say: Say { visit.say }

    private var months: String {
        awaited.prefix(3).map { Dates.month($0, visit.language) }.joined(separator: ", ") + (awaited.count > 3 ? "…" : "")
    }

    var body: some Markup {
        if let closed = visit.query["closed"].flatMap({ Int($0) }) {
            p(
                say(
                    "\(closed) dossier\(closed > 1 ? "s" : "") que vos clés n’ouvrent pas\u{A0}: leurs besoins manquent.",
                    en: "\(closed) case file\(closed > 1 ? "s" : "") that your keys do not open: their needs are missing."), .class("note"))
        }
        if visit.query["unchanged"] != nil {
            p(say("Rien n’a changé depuis le dernier compte.", en: "Nothing has changed since the last count."), .class("note"))
        }
        if let on = last?.on {
            p(
                say("Dernier changement compté le \(Dates.short(on, .french)) par \(by).", en: "Last change counted on \(Dates.short(on, .english)) by \(by)."),
                .class("soft"))
        }
        if !awaited.isEmpty {
            p(say("Mois passés qui restent à compter\u{A0}: \(months).", en: "Months that are over and still to be counted: \(months)."), .class("note"))
        }
        if visit.may(.caseAssign) {
            div(.class("actions no-print")) {
                ActButton(
                    visit: visit, action: SitePath.needCount(), label: say("Compter les besoins", en: "Count the needs"),
                    style: awaited.isEmpty ? "secondary" : "primary")
            }
            p(
                say(
                    "Vos clés ouvrent les besoins de chaque dossier, le temps de les compter. Cette lecture est notée\u{A0}; seuls les totaux restent.",
                    en: "Your keys open the needs of each case file, for as long as it takes to count them. This reading is noted; only the totals stay."),
                .class("soft no-print"))
        }
    }
}
