using Dashboard.Engine.Evidence.Proof;
using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>What stands in a bundle's README.md.</summary>
internal static class BundleReadme
{
    public static string Of(StoredRun run, string signer) => $"""
        # Evidence of run {run.Number}

        Written by Cutover {ProductVersion.Full}.

        | file | what it is |
        | --- | --- |
        | `report.html`, `report.md` | the run as a document |
        | `ledger.jsonl` | the run's ledger entries, one per line, byte for byte |
        | `runbook/` | the runbook and its files as they ran |
        | `outputs/` | what each attempt wrote, after masking; the number is the attempt's ledger entry |
        | `attachments/` | files that people attached |
        | `SHA256SUMS`, `SHA256SUMS.sig` | the digest of every other file, and a signature over them |

        ## How to verify it

        No program of ours is needed. Get the installation's public key through a channel you trust (the dashboard's page *Integrity*,
        or `signing-key` on the server), and put it into a file `allowed_signers` beside this folder, not in it. This one says it is:

            {signer}

        Then, in this folder and in `bash`, the signature first:

            ssh-keygen -Y verify -f ../allowed_signers -I {SigningKey.Identity} -n {SigningKey.Namespace} -s {BundleNames.Signature} < {BundleNames.Sums}
            sha256sum -c --strict --quiet {BundleNames.Sums}

        `ssh-keygen` checks the first signature in the file and ignores what follows; `dashboard verify` refuses more than one.
        `sha256sum` ignores files that were added, so check the listing too. This prints nothing when there is no other file, and no link:

            diff <(cut -c67- {BundleNames.Sums} | sort) <(find . -mindepth 1 ! -type d ! -path './{BundleNames.Sums}' ! -path './{BundleNames.Signature}' -printf '%P\n' | sort)
            find . -mindepth 1 ! -type d ! -type f

        In `ledger.jsonl`, `streamPrev` of each line is the SHA-256 of the line before (64 zeros in the first), without its line end:
        take one away, change or swap them, and the chain breaks. An attempt's `step-finished` entry holds the SHA-256 of its files in `outputs/`;
        where it says that bytes were `omitted`, the digest is that of the complete output, and the file holds its beginning and its end.

        """;
}
