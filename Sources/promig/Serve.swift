import ArgumentParser
import Foundation
import Logging
import Storage
import Vault
import Web

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sert le site, sur cette machine seulement.")

    @OptionGroup var place: Place
    @Option(help: "Le port.") var port = 8080
    @Option(help: ArgumentHelp("L’adresse ; une autre que la boucle locale demande --behind-tls.", valueName: "adresse")) var host = "127.0.0.1"
    @Flag(name: .customLong("behind-tls"), help: "Un serveur placé devant chiffre les échanges (TLS).") var isBehindTLS = false
    @Option(help: ArgumentHelp("Fait chaque jour une sauvegarde dans ce dossier.", valueName: "dossier")) var backup: String?
    @Option(name: .customLong("backup-at"), help: ArgumentHelp("L’heure de la sauvegarde, au Niger.", valueName: "HH:MM")) var hour = "02:30"
    @Option(help: ArgumentHelp("Combien de sauvegardes sont gardées.", valueName: "nombre")) var keep = 14
    @Flag(name: .customLong("confirm-time"), help: "Confirme que l’heure de la machine est juste, quand elle a reculé.") var confirmsTime = false

    func validate() throws {
        if keep < 1 { throw ValidationError("il faut garder au moins une sauvegarde.") }
        if !(0...65_535).contains(port) { throw ValidationError("le port est un nombre de 1 à 65535.") }
        if DailyBackup.minutes(hour) == nil { throw ValidationError("l’heure s’écrit HH:MM, par exemple 02:30.") }
    }

    func run() async throws {
        guard isBehindTLS || host == "127.0.0.1" || host == "::1" else {
            throw Fault("sans TLS, le site ne se sert que sur cette machine ; ajoutez --behind-tls si un serveur placé devant chiffre les échanges.")
        }
        let daily = try backup.map { try DailyBackup(folder: $0, minutes: DailyBackup.minutes(hour) ?? 150, keep: keep) }
        let store = try await place.open(preparingLater: true)
        if store.clockSetBack != nil {
            if confirmsTime {
                try await store.confirmTime()
                note("l’heure est confirmée ; les enregistrements reprennent.")
            } else {
                note("l’horloge a reculé de plus d’une heure : le site se lit, mais n’enregistre rien avant que l’heure soit confirmée.")
            }
        }
        let settings = SiteSettings(
            name: try await store.setting("name") ?? "Carnet", isSample: try await store.setting("sample") == "1", isBehindTLS: isBehindTLS,
            folders: (place.database == nil ? [place.data] : []) + (backup.map { [$0] } ?? []))
        let log = Self.log
        let site = Site(store, settings, log: log)
        let preparation = Task {
            do { try await store.prepare() } catch is CancellationError {} catch { log.error("les tables ne sont pas prêtes : \(error)") }
        }
        defer { preparation.cancel() }
        let backups = daily.map { daily in Task { await daily.run(store, log) } }
        defer { backups?.cancel() }
        try await site.serve(host: host, port: port) { port in
            tell("Le site répond sur http://\(host):\(port)/")
            if settings.isSample, let accounts = [Founding.Opened].kept(in: place), let text = try? accounts.printed(asJSON: false) {
                tell("Comptes d’exemple (nom, phrase de passe, rôle) :\n\(text)")
            }
        }
        backups?.cancel()
        await backups?.value
        try await store.database.close()
    }

    /// What goes wrong is said on standard error, which a service keeps.
    private static var log: Logger {
        var log = Logger(label: "promig") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = .notice
        return log
    }
}
