import Access
import HTML
import Journal
import NetworkLife
import Protection
import Results
import Statistics
import Storage

/// The records behind a figure, each once, the latest first.
struct Evidence: Sendable {
    struct Line: Sendable {
        let when: String
        let title: Phrase
        let name: String
        let address: Address?
        let amount: Int
        let counts: Bool
    }

    static let size = 50
    let lines: [Line]
    let count: Int
    let first: Int

    /// What names a record of each kind, and where it is shown.
    private static let kinds: [String: (title: Phrase, column: String?, address: (@Sendable (AnyID) -> Address)?)] = [
        CaseFile.kind: (CaseFile.title, "number", { SitePath.caseFile($0) }),
        Referral.kind: (Referral.title, "reference", { SitePath.referral($0) }),
        OutsideReferral.kind: (OutsideReferral.title, "reference", { SitePath.outsideReferral($0) }),
        InformationSession.kind: (InformationSession.title, "venue", { SitePath.informationSession($0) }),
        Alert.kind: (Alert.title, nil, { SitePath.alert($0) }),
        ErasedCount.kind: (ErasedCount.title, nil, nil),
        NeedTotals.kind: (NeedTotals.title, nil, nil),
        MeetingRecord.kind: (MeetingRecord.title, "title", { SitePath.meeting($0) }),
        Decision.kind: (Decision.title, "text", { SitePath.decision($0) }),
        Activity.kind: (Activity.title, "title", { SitePath.activity($0) }),
        BranchProfile.kind: (BranchProfile.title, "name", { SitePath.branch($0) }),
        OrganizationProfile.kind: (OrganizationProfile.title, "name", { SitePath.organization($0) }),
    ]

    /// What a record of a kind is called.
    static func title(of kind: String) -> Phrase { kinds[kind]?.title ?? Phrase(same: kind) }

    init(_ rows: [MeasureRow], _ visit: Visit, _ connection: any Connection) throws {
        let groups = Dictionary(grouping: rows) { $0.record }
        let order = groups.keys.sorted { (groups[$0]![0].when, $0) > (groups[$1]![0].when, $1) }
        count = order.count
        first = min(max(0, visit.query["after"].flatMap { Int($0) } ?? 0), max(0, count - 1))
        let shown = order[first..<min(order.count, first + Self.size)].map { groups[$0]! }
        var names: [AnyID: String] = [:]
        for (kind, rows) in Dictionary(grouping: shown.map { $0[0] }, by: \.kind) {
            guard let column = Self.kinds[kind]?.column else { continue }
            try connection.batch(rows.map(\.record.value), "SELECT id, \(column) FROM \(kind) WHERE id IN") { row in
                names[try AnyID(value: .bytes(row.bytes(0)))] = try row.text(1)
            }
        }
        lines = shown.map { rows in
            let kind = Self.kinds[rows[0].kind]
            return Line(
                when: rows[0].when, title: Self.title(of: rows[0].kind), name: names[rows[0].record] ?? "",
                address: kind?.address?(rows[0].record), amount: rows.reduce(0) { $0 + $1.amount }, counts: rows.contains(where: \.counts))
        }
    }
}

struct EvidenceView: Component {
    let visit: Visit
    let measure: Measure
    let evidence: Evidence
    let address: Address

    private var say: Say { visit.say }

    private var isShare: Bool { if case .share = measure.summary { true } else { false } }

    private func when(_ text: String) -> String {
        Day(text).map { Dates.short($0, visit.language) } ?? Dates.month(text, visit.language)
    }

    var body: some Markup {
        h2(say("D’où vient ce chiffre", en: "Where this figure comes from"))
        if evidence.lines.isEmpty {
            p(say("Aucun enregistrement de cette période n’est compté.", en: "No record of this period is counted."), .class("soft"))
        } else {
            table(.class("list")) {
                caption(say("Enregistrements comptés", en: "Records counted"), .class("visually-hidden"))
                thead {
                    tr {
                        th(say("Enregistrement", en: "Record"), .scope(.col))
                        th(say("Quand", en: "When"), .scope(.col))
                        if isShare {
                            th(say("Compte", en: "Counts"), .scope(.col))
                        } else {
                            th(say(measure.unit), .scope(.col), .class("number"))
                        }
                    }
                }
                tbody {
                    Each(evidence.lines) { line in
                        tr {
                            td {
                                let text = "\(say(line.title)) \(line.name)"
                                if let address = line.address { a(text, .href(address)) } else { text }
                            }
                            td(when(line.when), .data("label", say("Quand", en: "When")))
                            if isShare {
                                td(line.counts ? say("oui", en: "yes") : say("non", en: "no"), .data("label", say("Compte", en: "Counts")))
                            } else {
                                td(line.counts ? "\(line.amount)" : "–", .class("number"), .data("label", say(measure.unit)))
                            }
                        }
                    }
                }
            }
            nav(.class("pager"), .aria("label", say("Pages de la liste", en: "Pages of the list"))) {
                if evidence.first > 0 {
                    a(say("Page précédente", en: "Previous page"), .rel("prev"), .href(address.query("after", "\(max(0, evidence.first - Evidence.size))")))
                }
                if evidence.first + Evidence.size < evidence.count {
                    a(say("Page suivante", en: "Next page"), .rel("next"), .href(address.query("after", "\(evidence.first + Evidence.size)")))
                }
            }
        }
    }
}
