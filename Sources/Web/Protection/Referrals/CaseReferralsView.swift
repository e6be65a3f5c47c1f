import Access
import Accounts
import HTML
import Journal
import Protection
import Storage

/// On the page of a case file: to whom the person was referred, what left with it, and what came of it.
struct CaseReferralsView: Component {
    private struct Line: Sendable {
        let on: Day?
        let code: String
        let address: Address
        let text: String
        let shared: String?
        let state: ReferralState
    }

    private let visit: Visit
    private let id: ID<CaseFile>
    private let isOffered: Bool
    private let lines: [Line]
    private let isShown: Bool

    /// `isCopy` where it is printed for the person, who refers nobody.
    init(_ opened: OpenedCase, isCopy: Bool = false, _ visit: Visit, _ connection: any Connection) throws {
        (self.visit, id, isOffered) = (visit, opened.stored.id, !isCopy && !opened.isClosed && visit.may(.referralEdit))
        isShown = !isCopy
        let say = visit.say
        let keys = try visit.keyring(connection).dataKeys(of: opened.stored.id.cast(), connection)
        let titles = Dictionary(opened.documents.map { ($0.record.id, $0[\.what] ?? "") }, uniquingKeysWith: { a, _ in a })
        // What was taken out of the file since is still said to have left.
        let along = { (documents: IDs<CaseDocument>?) -> String in
            (documents?.elements.sorted() ?? []).map { id in
                let what = titles[id].map { $0.isEmpty ? say("un document", en: "a document") : say("« \($0) »", en: "“\($0)”") }
                return ", " + (what ?? say("un document effacé depuis", en: "a document erased since"))
            }.joined()
        }
        let parts = { (codes: Codes<ReferralPart>?) -> String in
            let told = ReferralPart.list.filter { codes?.elements.contains($0.0) == true }.map { say($0.1).lowercased() }
            return say("ce qui est demandé", en: "what is asked for") + told.map { ", \($0)" }.joined()
        }
        let links = try OpenedCase.all(CaseReferral.self, of: opened.stored.id, keys, connection).map(\.opened)
        let found = try links.compactMap { link in try link.record.referral.flatMap { try connection.find(Referral.self, $0)?.record }.map { (link, $0) } }
        let names = try Names(visit, connection, ids: found.flatMap { [$0.1.sender?.cast(), $0.1.receiver?.cast()] })
        let own = visit.session?.reader.organization
        let inside = try found.map { link, referral in
            let service = link[\.service].map { "\(say($0.label)), " } ?? ""
            let isSent = referral.sender == own
            let transfer = referral.isTransfer ? say("Transfert, ", en: "Transfer, ") : ""
            return Line(
                on: link.record.on, code: referral.reference, address: SitePath.referral(referral.id),
                text: isSent
                    ? "\(transfer)\(service)\(say("à", en: "to")) \(names[referral.receiver])"
                    : "\(transfer)\(service)\(say("reçu de", en: "from")) \(names[referral.sender])",
                shared: isSent ? parts(link[\.shared]) + along(link[\.documents]) : nil, state: try connection.state(of: referral))
        }
        let outside = try OpenedCase.all(OutsideReferral.self, of: opened.stored.id, keys, connection).map(\.opened).map { outside in
            let service = outside[\.service].map { "\(say($0.label)), " } ?? ""
            return Line(
                on: outside.record.sentOn, code: outside.record.reference, address: SitePath.outsideReferral(outside.record.id),
                text: "\(service)\(say("à", en: "to")) \(outside[\.provider] ?? "")", shared: parts(outside[\.shared]),
                state: try outside.record.state(connection))
        }
        lines = (inside + outside).sorted { ($0.on ?? visit.today) < ($1.on ?? visit.today) }
    }

    var body: some Markup {
        let say = visit.say
        if isShown || !lines.isEmpty { h2(say("Référencements", en: "Referrals")) }
        ul(.class("todo")) {
            Each(lines) { line in
                li {
                    span(line.on.map { Dates.short($0, visit.language) } ?? "", .class("soft"))
                    div {
                        a(line.code, .href(line.address))
                        p(line.text)
                        if let shared = line.shared { p(say("Parti : \(shared)", en: "Left: \(shared)"), .class("soft")) }
                    }
                    StateTag(visit: visit, state: line.state)
                }
            }
        }
        if isOffered {
            p(.class("no-print")) {
                a(say("Référer", en: "Refer"), .href(SitePath.caseReferralNew(id)))
                " · "
                a(say("Transférer à une autre organisation", en: "Transfer to another organisation"), .href(SitePath.caseTransferNew(id)))
            }
        }
    }
}
