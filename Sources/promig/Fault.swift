import ArgumentParser
import Exchange
import Foundation
import Journal
import Storage
import Web

/// Why a command did not do its job, in one sentence.
struct Fault: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }

    /// Whether an error is ours to put in words; the argument parser puts its own.
    static func explains(_ error: any Error) -> Bool {
        !(error is ExitCode || error is ValidationError || error is CleanExit) && !"\(type(of: error))".contains("CommandError")
    }

    static func sentence(for error: any Error) -> String {
        switch error {
        case let fault as Fault: fault.sentence
        case let fault as CharterFault: "\(fault.file), ligne \(fault.line) : \(fault.phrase.french)"
        case StorageError.full: "le disque est plein ; rien n’a été changé."
        case StorageError.readOnly: "les données sont en lecture seule ; donnez le droit d’écrire dans le dossier."
        case StorageError.commitUnknown: "la base de données n’a pas répondu à temps ; vérifiez avec « promig verify »."
        case StorageError.busy: "un autre programme occupe la base de données ; réessayez dans un moment."
        case StorageError.away(let why): "la base de données ne répond pas (\(why))."
        case StorageError.damaged(let why): "la base de données est abîmée (\(why)) ; restaurez une sauvegarde."
        case StorageError.refused(let code, let message): "la base de données refuse une commande (\(code) : \(message))."
        case is ClockSetBack: "l’horloge de la machine a reculé de plus d’une heure ; vérifiez l’heure, puis confirmez-la avec « promig serve --confirm-time »."
        case let refusal as Refusal: refusal.problems.map(\.text.french).joined(separator: " ")
        case let error as MergeError: "\(error.phrase.french)"
        case StoreError.reservedName(let name): "la table « \(name) » est réservée."
        case ServingFault.portTaken(let port): "le port \(port) est déjà pris ; arrêtez l’autre programme ou choisissez-en un autre avec --port."
        case ServingFault.portRefused(let port): "le port \(port) est réservé au système ; choisissez-en un au-dessus de 1023 avec --port."
        case let error as CocoaError: "\(error.localizedDescription)"
        default: "\(error)"
        }
    }
}
