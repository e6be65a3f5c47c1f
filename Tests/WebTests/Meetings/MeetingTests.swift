import Access
import Foundation
import Journal
import NetworkLife
import Storage
import Support
import Testing

@testable import Web

@Suite("A meeting")
struct MeetingTests {
    @Test("says what comes next, from its date to its approved minutes", arguments: Engine.allCases)
    func steps(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let meeting = try await scene.addMeeting("Première", in: nil)
            let primary = { (answer: TestAnswer) in
                answer.body.firstMatch(of: #/<a class="primary" href="[^"]*">([^<]*)</a>/#).map { String($0.1) } ?? ""
            }
            #expect(primary(try await scene.secretariat.get(meeting)) == "Fixer la date")
            let record = try #require(try await scene.all(MeetingRecord.self).first)
            let date = { (days: Int) in
                try await scene.secretariat.post(
                    meeting + "/edit",
                    MeetingScene.form([
                        "title": "Première", "type": "national", "days": "2", "starts_on": scene.test.store.today.advanced(by: days).description,
                    ]))
            }
            #expect(try await date(20).status == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Préparer l’ordre du jour")
            #expect(try await scene.secretariat.post(meeting + "/agenda", MeetingScene.form(["text": "Ouverture"])).status == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Inviter")
            #expect(try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"])).status == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Imprimer la feuille d’émargement")
            #expect(try await date(-3).status == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Noter la présence")
            let organization = scene.organizations[0].id
            #expect(
                try await scene.secretariat.post(meeting + "/attendance", MeetingScene.form(["women-\(organization)": "2", "men-\(organization)": "1"])).status
                    == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Écrire le procès-verbal")
            #expect(
                try await scene.secretariat.post(meeting + "/minutes/edit", MeetingScene.form(["minutes": "Nous avons parlé.\n\nPuis décidé."])).status == 303)
            #expect(primary(try await scene.focalPoint.get(meeting)) == "Relire et approuver le procès-verbal")
            let text = try await scene.focalPoint.get(meeting + "/minutes").values(of: "text").first ?? ""
            #expect(try await scene.focalPoint.post(meeting + "/minutes/approval", MeetingScene.form(["text": text])).status == 303)
            #expect(primary(try await scene.secretariat.get(meeting)) == "Ajouter une décision")
            #expect(record.id.description == meeting.split(separator: "/").last.map { String($0) })
        }
    }

    @Test("gives its hours where they are known, on the page, in the calendar and in the text to copy")
    func hours() async throws {
        try await MeetingScene.with { scene in
            let form = ["title": "Du matin", "type": "branch", "starts_on": "8/3/2027", "days": "1", "starts_at": "9h05", "ends_at": "12:30"]
            let path = try await scene.secretariat.post("/meetings/new", MeetingScene.form(form)).location.prefix { $0 != "?" }
            #expect(try await scene.secretariat.get(String(path)).text.contains("Lundi 8 mars 2027, de 9 h 05 à 12 h 30"))
            #expect(try await scene.secretariat.get(path + "/invitations").text.contains("le lundi 8 mars 2027 à 9 h 05."))
            let calendar = try await scene.secretariat.get(path + "/calendar")
            #expect(calendar.body.contains("DTSTART;TZID=Africa/Niamey:20270308T090500"))
            let turned = try await scene.secretariat.post(path + "/edit", MeetingScene.form(form.merging(["ends_at": "8:00"]) { $1 }))
            #expect(turned.status == 422 && turned.text.contains("La fin suit le début"))
        }
    }

    @Test("refuses in words, beside the field, and gives back what was typed")
    func refusals() async throws {
        try await MeetingScene.with { scene in
            let good = ["title": "Titre « à garder »", "type": "national", "starts_on": "8/3/2027", "days": "2"]
            for (field, value, words) in [
                ("title", "", "Ce champ est nécessaire"), ("title", String(repeating: "x", count: 201), "C’est trop long"),
                ("title", "a\u{1}b", "ne s’affichent pas"),
                ("starts_on", "31/2/2027", "Cette date n’existe pas"), ("days", "0", "entre 1 et 31"), ("days", "99", "entre 1 et 31"),
                ("days", "-1", "nombre entier"),
                ("type", "carnaval", "Choisissez dans la liste"), ("branch", ID<Branch>().description, "Choisissez dans la liste"),
                ("starts_at", "25h", "Cette heure n’existe pas"), ("starts_at", "9h30", "ou aucune des deux"),
                ("previous", scene.organizations[0].id.description, "Choisissez dans la liste"), ("place", "NE999", "Choisissez dans la liste"),
            ] {
                let answer = try await scene.secretariat.post("/meetings/new", MeetingScene.form(good.merging([field: value]) { $1 }))
                #expect(answer.status == 422, "\(field) \(value)")
                #expect(answer.text.contains(words), "\(field) \(value)")
                if field != "title" { #expect(answer.values(of: "title") == ["Titre « à garder »"]) }
            }
            #expect(try await scene.count("meeting") == 0)
            let form = MeetingScene.form(good)
            for _ in 0..<3 { #expect(try await scene.secretariat.post("/meetings/new", form).status == 303) }
            #expect(try await scene.count("meeting") == 1)
        }
    }

    @Test("has an agenda that is moved, reworded and removed, each step taken back", arguments: Engine.allCases)
    func agenda(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let meeting = try await scene.addMeeting()
            for text in ["Un", "Deux", "Trois"] {
                #expect(try await scene.secretariat.post(meeting + "/agenda", MeetingScene.form(["text": text])).status == 303)
            }
            let order = {
                try await scene.test.store.read { try $0.all(AgendaItem.self, "ORDER BY position").map(\.record.text) }
            }
            let items = try await scene.all(AgendaItem.self)
            let three = try #require(items.first { $0.text == "Trois" })
            let moved = try await scene.secretariat.post("/agenda-items/\(three.id)/position", MeetingScene.form(["direction": "up"]))
            #expect(try await order() == ["Un", "Trois", "Deux"])
            #expect(try await moved.undo(in: scene.secretariat).location.hasPrefix(meeting + "/agenda"))
            #expect(try await order() == ["Un", "Deux", "Trois"])
            // Nowhere further to go: nothing changes.
            #expect(try await scene.secretariat.post("/agenda-items/\(three.id)/position", MeetingScene.form(["direction": "down"])).status == 303)
            #expect(try await order() == ["Un", "Deux", "Trois"])
            #expect(try await scene.secretariat.post("/agenda-items/\(three.id)/position", MeetingScene.form(["direction": "sideways"])).status == 400)
            #expect(try await scene.secretariat.post("/agenda-items/\(three.id)/edit", MeetingScene.form(["text": "Clôture"])).status == 303)
            #expect(try await scene.secretariat.post("/agenda-items/\(three.id)/edit", MeetingScene.form(["text": " "])).status == 422)
            let removed = try await scene.secretariat.post("/agenda-items/\(three.id)/removal", MeetingScene.form([:]))
            #expect(try await order() == ["Un", "Deux"])
            #expect(try await removed.undo(in: scene.secretariat).status == 303)
            #expect(try await order() == ["Un", "Deux", "Clôture"])
            #expect(try await scene.secretariat.post(meeting + "/agenda", MeetingScene.form(["text": ""])).status == 422)
            #expect(try await scene.secretariat.post("/agenda-items/\(ID<AgendaItem>())/removal", MeetingScene.form([:])).status == 404)
        }
    }

    @Test("invites each organisation once, whose own people answer for it and no other")
    func invitations() async throws {
        try await MeetingScene.with { scene in
            let meeting = try await scene.addMeeting()
            for whom in ["", "members:", "branch:\(ID<Branch>())", "organization:\(ID<Organization>())", "organization:zzz"] {
                let answer = try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": whom]))
                #expect(answer.status == 422, "\(whom)")
            }
            #expect(
                try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "organization:\(scene.organizations[1].id)"])).status
                    == 303)
            #expect(try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"])).status == 303)
            #expect(try await scene.count("invitation") == 3)
            let again = try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"]))
            #expect(again.status == 422)
            #expect(again.text.contains("déjà invités"))
            let own = try #require(try await scene.all(Invitation.self).first { $0.organization == scene.organizations[0].id })
            let other = try #require(try await scene.all(Invitation.self).first { $0.organization == scene.organizations[1].id })
            let agent = try await scene.test.browser(of: scene.test.member("agent", [.caseworker], organization: scene.organizations[0].id))
            #expect(try await agent.get(meeting).text.contains("Viendrons-nous ?"))
            #expect(try await agent.get("/").text.contains("Viendrons-nous ?"))
            #expect(try await agent.post("/invitations/\(other.id)/answer", MeetingScene.form(["answer": "coming"])).status == 403)
            #expect(try await agent.post("/invitations/\(own.id)/answer", MeetingScene.form(["answer": "peut-être"])).status == 400)
            let answered = try await agent.post("/invitations/\(own.id)/answer", MeetingScene.form(["answer": "coming"]))
            #expect(answered.location.hasPrefix(meeting))
            #expect(try await scene.all(Invitation.self).first { $0.id == own.id }?.answer == .coming)
            #expect(try await scene.all(Invitation.self).first { $0.id == own.id }?.answeredOn == scene.test.store.today)
            #expect(try await scene.secretariat.post("/invitations/\(other.id)/answer", MeetingScene.form(["answer": "not-coming"])).status == 303)
            #expect(
                try await scene.secretariat.post("/invitations/\(other.id)/edit", MeetingScene.form(["email": "a b", "capacity": "observatrice"])).status == 422
            )
            #expect(
                try await scene.secretariat.post(
                    "/invitations/\(other.id)/edit",
                    MeetingScene.form(["email": "b@example.org", "capacity": "observatrice", "on_behalf_of": scene.organizations[2].id.description])
                ).status == 303)
            #expect(try await scene.secretariat.get(meeting + "/invitations").text.contains("observatrice, pour Gamma"))
            let removed = try await scene.secretariat.post("/invitations/\(other.id)/removal", MeetingScene.form([:]))
            #expect(try await scene.count("invitation") == 2)
            #expect(try await removed.undo(in: scene.secretariat).status == 303)
            #expect(try await scene.count("invitation") == 3)
        }
    }

    @Test("counts who came by organisation and region, and refuses what no room holds", arguments: Engine.allCases)
    func attendance(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let meeting = try await scene.addMeeting()
            _ = try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"]))
            let (a, b) = (scene.organizations[0].id, scene.organizations[1].id)
            for (field, value) in [("women-\(a)", "-1"), ("men-\(a)", "2001"), ("others-\(b)", "beaucoup"), ("women-\(b)", "99999999999")] {
                let answer = try await scene.secretariat.post(meeting + "/attendance", MeetingScene.form(["women-\(a)": "3"].merging([field: value]) { $1 }))
                #expect(answer.status == 422, "\(field) \(value)")
                #expect(answer.values(of: field).first == value)
            }
            #expect(try await scene.secretariat.post(meeting + "/attendance", MeetingScene.form(["added": ID<Organization>().description])).status == 422)
            #expect(try await scene.count("attendance") == 0)
            let noted = try await scene.secretariat.post(
                meeting + "/attendance", MeetingScene.form(["women-\(a)": "3", "men-\(a)": "2", "men-\(b)": "1", "region-\(a)": "NE001"]))
            #expect(noted.status == 303)
            let page = try await scene.secretariat.get(meeting + "/attendance")
            #expect(page.text.contains("6 personnes de 2 organisations : 3 femmes, 3 hommes"))
            #expect(page.text.contains("Absentes Gamma"))
            // Emptied again: the count goes, and comes back when that is undone.
            let emptied = try await scene.secretariat.post(meeting + "/attendance", MeetingScene.form(["women-\(a)": "3"]))
            #expect(try await scene.count("attendance") == 1)
            #expect(try await emptied.undo(in: scene.secretariat).location.hasPrefix(meeting + "/attendance"))
            #expect(try await scene.all(Attendance.self).reduce(0) { $0 + $1.total } == 6)
        }
    }

    @Test("prints a sheet of lines for each day, which asks for no identity number and names nobody where that is unsafe")
    func sheet() async throws {
        try await MeetingScene.with { scene in
            let meeting = try await scene.addMeeting()
            _ = try await scene.secretariat.post(meeting + "/invitations", MeetingScene.form(["whom": "members"]))
            for invitation in try await scene.all(Invitation.self) {
                _ = try await scene.secretariat.post("/invitations/\(invitation.id)/answer", MeetingScene.form(["answer": "coming"]))
            }
            let open = try await scene.secretariat.get(meeting + "/sign-in-sheet")
            #expect(open.body.components(separatedBy: "<table class=\"sign-lines\">").count == 3)
            #expect(open.body.contains("<td>Alpha</td>"))
            for word in ["identité</th>", "Identité", "passeport", "CNI"] { #expect(!open.body.contains(word)) }
            let record = try #require(try await scene.all(MeetingRecord.self).first)
            _ = try await scene.secretariat.post(
                meeting + "/edit",
                MeetingScene.form(["title": record.title, "type": "national", "days": "2", "starts_on": record.startsOn!.description, "restricted": "1"]))
            #expect(try await !scene.secretariat.get(meeting + "/sign-in-sheet").body.contains("<td>Alpha</td>"))
        }
    }

    @Test("has minutes that another person approves, with a signature, and again after an edit")
    func minutes() async throws {
        try await MeetingScene.with { scene in
            let meeting = try await scene.addMeeting(in: -5)
            let digest = { (text: String) in MinutesApproval.digest(of: text).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
            #expect(try await scene.focalPoint.post(meeting + "/minutes/approval", MeetingScene.form(["text": digest("")])).status == 422)
            #expect(try await scene.secretariat.post(meeting + "/minutes/edit", MeetingScene.form(["minutes": "Ligne\u{7}"])).status == 422)
            #expect(
                try await scene.secretariat.post(meeting + "/minutes/edit", MeetingScene.form(["minutes": String(repeating: "é", count: 20_001)])).status == 422
            )
            #expect(try await scene.secretariat.post(meeting + "/minutes/edit", MeetingScene.form(["minutes": "Version une."])).status == 303)
            let own = try await scene.secretariat.post(meeting + "/minutes/approval", MeetingScene.form(["text": digest("Version une.")]))
            #expect(own.status == 422)
            #expect(own.text.contains("une autre personne"))
            // Approved is what was read, not what was written meanwhile.
            #expect(try await scene.focalPoint.post(meeting + "/minutes/approval", MeetingScene.form(["text": digest("Autre.")])).status == 422)
            let approved = try await scene.focalPoint.post(meeting + "/minutes/approval", MeetingScene.form(["text": digest("Version une.")]))
            #expect(approved.status == 303)
            let entry = try await scene.test.store.read { connection in
                try Digest(hex: String(approved.location.split(separator: "=").last ?? "")).flatMap { try connection.entry($0) }
            }
            #expect(entry?.header.act == "minutes.approve")
            #expect(entry?.header.signatures.count == 1)
            #expect(try await scene.secretariat.get(meeting + "/minutes").text.contains("par Antenne"))
            #expect(try await scene.secretariat.post(meeting + "/minutes/edit", MeetingScene.form(["minutes": "Version deux."])).status == 303)
            #expect(try await scene.secretariat.get(meeting + "/minutes").text.contains("à approuver de nouveau"))
            #expect(try await scene.focalPoint.post(meeting + "/minutes/approval", MeetingScene.form(["text": digest("Version deux.")])).status == 303)
            #expect(try await scene.count("minutes_approval") == 2)
        }
    }

    @Test("opens with what the earlier ones decided, late first, until it is settled; a co-owner finds it on their first page", arguments: Engine.allCases)
    func carried(engine: Engine) async throws {
        try await MeetingScene.with(engine) { scene in
            let first = try await scene.addMeeting("Première", in: -200)
            let second = try await scene.addMeeting("Deuxième", in: -20)
            let third = try await scene.addMeeting("Troisième", in: 60)
            let other = try await scene.addMeeting("D’une antenne", in: 70, type: "branch")
            let today = scene.test.store.today
            for (meeting, text, due) in [(first, "Tard", -30), (first, "Réglée", -10), (second, "À temps", 40)] {
                let answer = try await scene.secretariat.post(
                    meeting + "/decisions",
                    MeetingScene.form(["text": text, "due": today.advanced(by: due).description, "votes_for": "9", "votes_against": "0", "quorum": "reached"]))
                #expect(answer.status == 303)
            }
            let settled = try #require(try await scene.all(Decision.self).first { $0.text == "Réglée" })
            let follow = MeetingScene.form(["on": today.description, "state": "done", "note": "Fait."])
            for _ in 0..<2 { #expect(try await scene.secretariat.post("/decisions/\(settled.id)/follow-ups", follow).status == 303) }
            #expect(try await scene.count("decision_follow_up") == 1)
            let page = try await scene.secretariat.get(third)
            let late = try #require(page.body.range(of: ">Tard<"))
            let timely = try #require(page.body.range(of: ">À temps<"))
            #expect(late.lowerBound < timely.lowerBound)
            #expect(page.text.contains("Réglées depuis : 1"))
            #expect(page.text.contains("Rencontre nationale, 3 sur 3"))
            #expect(page.text.contains("Une décision des rencontres précédentes est en retard."))
            #expect(try await !scene.secretariat.get(other).body.contains("Tard"))
            let decision = try #require(try await scene.all(Decision.self).first { $0.text == "Tard" })
            #expect(try await scene.secretariat.get("/decisions/\(decision.id)").text.contains("9 pour, 0 contre, 0 abstention ; quorum atteint"))
            let member = try await scene.test.member("moniteur", [.monitor])
            let monitor = try await scene.test.browser(of: member)
            #expect(try await !monitor.get("/").body.contains("Tard"))
            #expect(try await monitor.get("/decisions/\(decision.id)/follow-ups").status == 403)
            let owner = MeetingScene.form(["account": member.account.description])
            #expect(try await scene.secretariat.post("/decisions/\(decision.id)/owners", owner).status == 303)
            #expect(
                try await scene.secretariat.post("/decisions/\(decision.id)/owners", MeetingScene.form(["account": member.account.description])).status == 422)
            #expect(
                try await scene.secretariat.post("/decisions/\(decision.id)/owners", MeetingScene.form(["account": ID<Account>().description])).status == 422)
            #expect(try await monitor.get("/").body.contains("Tard"))
            #expect(try await scene.secretariat.get("/").text.contains("Une décision du réseau est en retard"))
            #expect(
                try await monitor.post("/decisions/\(decision.id)/follow-ups", MeetingScene.form(["on": today.description, "state": "underway"])).status == 303)
            #expect(try await scene.secretariat.post(first + "/decisions", MeetingScene.form(["text": "Trop", "votes_for": "5000"])).status == 422)
            let removed = try await scene.secretariat.post("/decisions/\(decision.id)/removal", MeetingScene.form([:]))
            #expect(try await !scene.secretariat.get(third).body.contains(">Tard<"))
            #expect(try await removed.undo(in: scene.secretariat).location.hasPrefix("/decisions/\(decision.id)"))
        }
    }

    @Test("without a date is counted after the one that it follows, in whatever order the two were added")
    func undated() async throws {
        try await MeetingScene.with { scene in
            let third = try await scene.addMeeting("Troisième", in: nil)
            let second = try await scene.addMeeting("Deuxième", in: nil)
            let first = try await scene.addMeeting("Première", in: nil)
            for (meeting, title, previous) in [(third, "Troisième", second), (second, "Deuxième", first)] {
                let fields = ["title": title, "type": "national", "days": "2", "previous": String(previous.dropFirst("/meetings/".count))]
                #expect(try await scene.secretariat.post(meeting + "/edit", MeetingScene.form(fields)).status == 303)
            }
            for (number, meeting) in [first, second, third].enumerated() {
                #expect(try await scene.secretariat.get(meeting).text.contains("Rencontre nationale, \(number + 1) sur 3"))
            }
        }
    }

    @Test("of the ceremony has a patron, delegations and a note, and only that one does")
    func ceremony() async throws {
        try await MeetingScene.with { scene in
            let ceremony = try await scene.addMeeting("Lancement", in: -5, type: "ceremony", length: "1")
            let meeting = try await scene.addMeeting()
            #expect(try await scene.secretariat.get(meeting + "/note").status == 404)
            #expect(
                try await scene.secretariat.post(
                    ceremony + "/ceremony", MeetingScene.form(["delegations": "Tahoua\r\nAgadez", "press_note": "Un <b>mot</b>.\n\nUn autre."])
                ).status == 303)
            let note = try await scene.secretariat.get(ceremony + "/note")
            #expect(note.body.contains("<p>Un &lt;b&gt;mot&lt;/b&gt;.</p><p>Un autre.</p>"))
            #expect(try await scene.secretariat.get(ceremony).text.contains("Tahoua, Agadez"))
            #expect(try await scene.secretariat.post(ceremony + "/ceremony", MeetingScene.form(["patron": ID<Person>().description])).status == 422)
        }
    }
}
