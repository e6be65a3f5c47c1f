import Access
import Accounts
import Journal
import Matching
import NetworkLife
import Storage

/// Fills an installation with invented records, the same for the same seed.
struct Invention {
    let seed: UInt64
    let organisations: Int
    let meetings: Int

    private static let first = ["Union", "Cercle", "Ligue", "Groupe", "Maison", "Relais", "Voix", "Main", "Source", "Pont"]
    private static let second = [
        "du Puits", "de l’Acacia", "des Dunes", "du Fleuve", "du Mil", "de la Caravane", "de l’Étoile", "du Sable", "du Seuil", "de la Calebasse",
    ]
    private static let themes = ["accueil", "information sur les droits", "suivi des décisions", "plan d’action", "rapport d’antenne", "sécurité des données"]

    static func acronym(_ number: Int) -> String { "EX-\(number + 1)" }

    func fill(_ store: Store, progress: @escaping @Sendable (Int, Int) -> Void) async throws {
        let all = organisations + meetings
        let batch = 1_000
        var done = 0
        let (branches, accounts) = try await store.read { connection in
            (try connection.all(BranchProfile.self).map(\.record), try connection.all(AccountProfile.self).map(\.id))
        }
        while done < all {
            let range = done..<min(all, done + batch)
            let today = store.today
            try await store.perform("sample.load", by: nil) { act in
                for number in range {
                    var dice = InventedDice(seed: seed &* 1_000_003 &+ UInt64(number))
                    if number < organisations {
                        let profile = organization(number, branches, &dice)
                        try act.make(profile)
                        try act.make(admission(of: profile, today))
                    } else {
                        try meeting(number - organisations, today, accounts, &dice, act)
                    }
                }
            }
            done = range.upperBound
            progress(done, all)
        }
    }

    private func organization(_ number: Int, _ branches: [BranchProfile], _ dice: inout InventedDice) -> OrganizationProfile {
        var profile = OrganizationProfile()
        profile.name = "\(Self.first.randomElement(using: &dice)!) \(Self.second.randomElement(using: &dice)!) \(number + 1) (exemple)"
        profile.acronym = Self.acronym(number)
        profile.type = [.association, .ngo, .womensGroup, .youthGroup].randomElement(using: &dice)!
        profile.parts = Codes([.member])
        let branch = branches.randomElement(using: &dice)
        profile.branch = branch?.id
        profile.place = branch?.place
        profile.standing = .member
        return profile
    }

    private func admission(of profile: OrganizationProfile, _ today: Day) -> MembershipStep {
        var step = MembershipStep()
        step.organization = profile.id
        step.step = .admission
        step.on = today.advanced(by: -400)
        step.branch = profile.branch
        return step
    }

    private func meeting(_ number: Int, _ today: Day, _ accounts: [ID<Account>], _ dice: inout InventedDice, _ act: Act) throws {
        var meeting = MeetingRecord()
        let theme = Self.themes.randomElement(using: &dice)!
        meeting.title = "Réunion d’antenne \(number + 1) : \(theme) (exemple)"
        meeting.type = .branch
        meeting.startsOn = today.advanced(by: Int.random(in: -500...120, using: &dice))
        meeting.venue = "Salle d’exemple \(Int.random(in: 1...9, using: &dice))"
        try act.make(meeting)
        for position in 1...Int.random(in: 1...3, using: &dice) {
            var decision = Decision()
            decision.meeting = meeting.id
            decision.text = "Décision \(position) sur le thème « \(theme) »"
            decision.owner = accounts.randomElement(using: &dice)
            decision.due = meeting.startsOn?.advanced(by: Int.random(in: 10...120, using: &dice))
            decision.state = [.open, .underway, .done, .done, .done].randomElement(using: &dice)!
            try act.make(decision)
        }
    }
}
