import Access
import ArgumentParser
import Exchange
import Foundation
import Journal
import Protection
import Results
import Storage
import Web

/// All that may leave of the results, without a browser: from closed quarters and releases only.
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Écrit ce qui peut sortir des résultats d’un trimestre clos : cadre logique, rapport, données ouvertes, pages du comité de pilotage.")

    enum What: String, ExpressibleByArgument, CaseIterable {
        case logframe, report, iati, hxl, steering

        /// The file of a frozen report that it is.
        var frozen: ReportFile? {
            switch self {
            case .logframe: .workbook
            case .report: .page
            case .steering: .steering
            case .iati, .hxl: nil
            }
        }
    }

    @OptionGroup var place: Place
    @Argument(help: "logframe (XLSX), report et steering (HTML, ou PDF si le fichier finit par .pdf), iati (XML) ou hxl (CSV).") var what: What
    @Option(help: "Le trimestre du projet, 1 pour le premier.") var period: Int
    @Option(help: "Le fichier à écrire.") var out: String
    @Option(help: "La langue, fr ou en.") var language = "fr"

    func validate() throws {
        guard period >= 1 else { throw ValidationError("le premier trimestre est le 1.") }
        guard Language(rawValue: language) != nil else { throw ValidationError("la langue est fr ou en.") }
    }

    func run() async throws {
        let store = try await place.open()
        let (period, moment) = (period, store.milliseconds)
        let bytes: [UInt8]
        do {
            let (files, frozen) = try await store.read { [what, language] connection in
                let report = language == "fr" ? try FrozenReport.of(.quarter(period), connection) : nil
                let file = what.frozen.flatMap { report?[$0] }
                // A frozen report leaves as it was frozen.
                return (
                    try PeriodFiles(period, measures: Areas.measures, released: ProtectionMeasures.released, at: moment, connection),
                    try file?.bytes(connection)
                )
            }
            bytes = try file(of: files, frozen, Language(rawValue: language)!)
        } catch let refusal as Refusal {
            try await store.database.close()
            throw Fault(refusal.problems.map(\.text.french).joined(separator: " "))
        }
        try await store.database.close()
        // Whole or not at all.
        do { try Data(bytes).write(to: URL(filePath: out), options: .atomic) } catch { throw Fault("« \(out) » ne peut pas être écrit.") }
        tell("« \(out) » : \(bytes.count) octets, SHA-256 \(PeriodReport.digest(of: bytes)).")
    }

    private func file(of files: PeriodFiles, _ frozen: [UInt8]?, _ language: Language) throws -> [UInt8] {
        let page: [UInt8]
        switch what {
        case .logframe: return try frozen ?? files.workbook(in: language)
        case .iati: return try files.iati()
        case .hxl: return try files.hxl(in: language)
        case .report: page = frozen ?? files.report.file(in: language)
        case .steering: page = frozen ?? files.steering(in: language)
        }
        return out.lowercased().hasSuffix(".pdf") ? try PaperPDF.make(of: page) : page
    }
}
