import Journal

/// A PDF of a page that is complete in itself, made by WeasyPrint, which an installation may have or not.
package enum PaperPDF {
    /// Why there is none, in words.
    package static let missing = Refusal(
        "pdf.missing",
        Phrase(
            "WeasyPrint n’est pas installé sur cette machine\u{A0}: imprimez la page en PDF depuis le navigateur, ou installez le paquet weasyprint.",
            en: "WeasyPrint is not installed on this machine: print the page to PDF from the browser, or install the package weasyprint."))

    private static let program = OutsideProgram(path: "/usr/bin/weasyprint", files: ("page.html", "page.pdf")) { ["--encoding", "utf-8", $0, $1] }

    /// The same while others are answered.
    package static func made(of page: [UInt8]) async throws -> [UInt8] {
        do { return try await program.made(of: page) } catch { throw missing }
    }

    /// Throws `missing` where there is no WeasyPrint, or it makes nothing of the page.
    package static func make(of page: [UInt8]) throws(Refusal) -> [UInt8] {
        do throws(OutsideProgram.Fault) { return try program.make(of: page) } catch { throw missing }
    }
}
