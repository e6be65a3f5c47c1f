import Access
import Foundation
import Journal
import NetworkLife
import Results
import Storage
import Support
import Testing

@testable import Web

@Suite("The budget's pages")
struct BudgetPagesTests {
    private static func plain(_ text: String) -> String { text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ") }

    /// Two headings with a line each, through their forms; returns the address of each line.
    private static func fill(_ project: ProjectScene) async throws -> [String] {
        var lines: [String] = []
        for (number, cost) in [("1", "1 000,50"), ("2", "500")] {
            try await project.post("/budget/headings/new", ["number": number, "name": "Rubrique \(number)"])
            let heading = try #require(try await project.scene.all(BudgetHeading.self).first { $0.number == number })
            lines.append(
                try await project.post(
                    "/budget/headings/\(heading.id)/lines",
                    ["number": "\(number).1", "name": "Ligne \(number)", "units": "10", "unit_cost": cost, "source": "donor"]))
        }
        return lines
    }

    @Test("shows what is spent of what was agreed, in either currency", arguments: Engine.allCases)
    func spending(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            let lines = try await Self.fill(project)
            #expect(Self.plain(try await project.secretariat.get(lines[0]).text).contains("10 005,00 €"))
            let line = String(lines[0].split(separator: "/").last!)
            let expense = [
                "on": "\(project.store.today)", "line": line, "what": "Salle", "payee": "company", "currency": "XOF", "document": "F-1", "eligible": "1",
            ]
            for (fields, sentence) in [
                (["amount": "mille"], "Donnez un montant"), (["amount": "12,5"], "n’a pas de centimes"), (["amount": "0"], "au-dessus de zéro"),
                (["amount": "5", "on": "\(project.store.today.advanced(by: 1))"], "au plus tard aujourd’hui"), (["amount": "5", "document": ""], "nécessaire"),
            ] {
                let answer = try await project.secretariat.post("/expenditures/new", MeetingScene.form(expense.merging(fields) { $1 }))
                #expect(answer.status == 422)
                #expect(answer.text.contains(sentence), "\(fields)")
            }
            let made = try await project.post("/expenditures/new", expense.merging(["amount": "655 957"]) { $1 })
            #expect(Self.plain(try await project.secretariat.get(made).text).contains("1 000,00 € (Parité fixe, 655,957)"))
            let budget = Self.plain(try await project.secretariat.get("/budget").text)
            #expect(budget.contains("1 000,00 € dépensés sur 15 005,00 €, soit 7 %."))
            #expect(Self.plain(try await project.secretariat.get("/budget?currency=XOF").text).contains("655 957 FCFA dépensés"))
            let file = try await project.secretariat.get("/expenditures?format=csv").body
            #expect(file.contains("655957,00"))
            try await project.post("/budget/rules/new", ["from": "2026-05-01", "currency": "EUR", "method": "monthly", "transfer_percent": "25"])
            #expect(Self.plain(try await project.secretariat.get("/budget").text).contains("Dépenses sans taux de change, non comptées : 1."))
            try await project.post("/budget/rates/new", ["on": "\(project.store.today)", "francs": "655 957"])
            try await project.post("/budget/rates/new", ["on": "\(project.store.today)", "francs": "655 957"], status: 422)
            #expect(Self.plain(try await project.secretariat.get("/budget").text).contains("soit 7 %."))
        }
    }

    @Test("plans each quarter once, and asks for approval where a transfer is too large", arguments: Engine.allCases)
    func planning(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            let lines = try await Self.fill(project)
            try await project.post(lines[0] + "/planned", ["quarter": "1", "amount": "900"])
            try await project.post(lines[0] + "/planned", ["quarter": "1", "amount": "900"], status: 422)
            try await project.post(lines[0] + "/planned", ["quarter": "7", "amount": "900"], status: 422)
            let headings = try await project.scene.all(BudgetHeading.self).sorted { $0.number < $1.number }.map(\.id.description)
            try await project.post("/budget/rules/new", ["from": "2026-05-01", "currency": "EUR", "method": "parity", "transfer_percent": "25"])
            let move = ["on": "\(project.store.today)", "from": headings[0], "to": headings[1], "reason": "Une réunion de plus"]
            try await project.post("/budget/transfers/new", move.merging(["amount": "1251"]) { $1 }, status: 422)
            try await project.post("/budget/transfers/new", move.merging(["amount": "1250"]) { $1 })
            try await project.post("/budget/transfers/new", move.merging(["amount": "1"]) { $1 }, status: 422)
            let approved = ["amount": "1", "approved_on": "\(project.store.today)", "approval": "Lettre 12"]
            try await project.post("/budget/transfers/new", move.merging(approved) { $1 })
            // Editing the first one asks again, without counting it twice.
            let first = try #require(try await project.scene.all(BudgetTransfer.self).first { $0.approvedOn == nil })
            try await project.post("/budget/transfers/\(first.id)/edit", move.merging(["amount": "1200"]) { $1 })
            #expect(Self.plain(try await project.secretariat.get("/budget").text).contains("1 Rubrique 1 → 2 Rubrique 2, 1 200,00 €"))
        }
    }

    @Test("is not for everyone, and neither is the register of risks")
    func closed() async throws {
        try await ProjectScene.with { project in
            #expect(try await project.focalPoint.get("/budget").status == 403)
            let monitor = try await project.scene.test.browser(of: project.scene.test.member("moniteur", [.monitor]))
            #expect(try await monitor.get("/risks").status == 403)
            let page = try await monitor.get("/project").body
            #expect(page.contains("/activities") && !page.contains("/budget") && !page.contains("/risks"))
        }
    }

    @Test("keeps risks with their reviews, each in its cell", arguments: Engine.allCases)
    func risks(engine: Engine) async throws {
        try await ProjectScene.with(engine) { project in
            let risk = ["text": "La piste est coupée", "likelihood": "4", "impact": "5", "response": "reduce"]
            let made = try await project.post("/risks/new", risk)
            _ = try await project.post("/risks/new", risk.merging(["text": "Autre", "likelihood": "1", "impact": "2"]) { $1 })
            #expect(try await project.focalPoint.get(made).text.contains("Critique, 20 sur 25"))
            let today = project.store.today
            try await project.post(made + "/reviews", ["on": "\(today.advanced(by: 1))", "likelihood": "2", "impact": "3", "state": "watched"], status: 422)
            try await project.post(
                made + "/reviews", ["on": "\(today)", "likelihood": "2", "impact": "3", "state": "watched", "note": "La piste est rouverte."])
            #expect(try await project.focalPoint.get(made).text.contains("Modéré, 6 sur 25"))
            try await project.post(made + "/reviews", ["on": "\(today.advanced(by: -90))", "likelihood": "5", "impact": "5", "state": "watched"])
            #expect(try await project.focalPoint.get(made).text.contains("Modéré, 6 sur 25"))
            let matrix = try await project.focalPoint.get("/risks/matrix").body
            #expect(matrix.contains(#/grade-2"><span class="soft">6<\/span><b> n°\u{A0}1</#))
            #expect(matrix.contains(#/grade-1"><span class="soft">2<\/span><b> n°\u{A0}2</#))
            try await project.post(made + "/reviews", ["on": "\(today)", "likelihood": "2", "impact": "3", "state": "closed"])
            #expect(try await !project.focalPoint.get("/risks/matrix").text.contains("La piste est coupée"))
        }
    }
}
