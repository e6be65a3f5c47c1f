import Access
import HTML
import Journal
import NetworkLife
import Storage

extension MembersController {
    /// Where each membership stands, what is not signed yet, and what is late.
    static let list = RecordList<OrganizationProfile>(
        path: .members, permission: .directoryShow, title: Phrase("Membres", en: "Members"), one: Phrase(same: "organisation"),
        many: Phrase(same: "organisations"),
        columns: [
            .organization { SitePath.membership($0) },
            ListColumn(Phrase("Adhésion", en: "Membership"), needs: ["standing"]) { organization, context in
                organization.standing.map { .tag(context.visit.say($0.label), style: $0.style) } ?? .text("")
            },
            .field("branch"), .more("missing", Phrase("Textes à signer", en: "Texts to sign")),
            .more("late", Phrase("Engagements en retard", en: "Late undertakings")),
        ],
        filters: [
            .code("standing", Phrase("Adhésion", en: "Membership"), MembershipStanding.self), .reference(OrganizationProfile.self, "branch"),
            .code(OrganizationProfile.self, "type"),
        ],
        sorts: [.name, .changed], always: "standing IS NOT NULL", search: "sort", isExported: true, trail: { OrganizationsController.trail($0) },
        actions: { visit in
            guard visit.may(.membershipEdit) else { return [] }
            return [ListAction(label: Phrase("Enregistrer une candidature", en: "Enter an application"), address: SitePath.memberNew(), isPrimary: true)]
        },
        more: { visit, organizations, connection in
            var signed: [AnyID: [Undertaking]] = [:]
            try connection.batch(
                organizations.map { $0.id.value }, "SELECT organization, text, due, kept_on FROM undertaking WHERE organization IN"
            ) { row in
                var undertaking = Undertaking()
                undertaking.text = try SignedText(value: row.value(1, as: .text))
                undertaking.due = try Day?(value: row.value(2, as: .text))
                undertaking.keptOn = try Day?(value: row.value(3, as: .text))
                signed[try AnyID(value: .bytes(row.bytes(0))), default: []].append(undertaking)
            }
            let all = signed
            return Dictionary(
                uniqueKeysWithValues: organizations.map { organization in
                    let own = all[organization.id.cast()] ?? []
                    let texts = SignedText.missing(in: own)
                    let missing =
                        texts.count > 2
                        ? visit.say("\(texts.count) textes sur \(SignedText.list.count)", en: "\(texts.count) of \(SignedText.list.count) texts")
                        : texts.map { visit.say($0.label) }.joined(separator: ", ")
                    let late = own.count { $0.isLate(on: visit.today) }
                    return (
                        organization.id.cast(),
                        ["missing": .text(missing), "late": late > 0 ? .tag(visit.say("\(late) en retard", en: "\(late) late"), style: "late") : .text("")]
                    )
                })
        },
        purpose: Phrase(
            "Les organisations qui demandent à adhérer paraîtront ici, de la candidature à l’admission. Enregistrez la première candidature.",
            en: "Organisations that ask to join will appear here, from application to admission. Enter the first application."))
}
