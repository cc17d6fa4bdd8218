import { literal, quoted, type Family } from './form.ts';
import { argumentFields, settingsStructs } from './rust-structs.ts';

const call = String.raw`(?:(?:std::)?env|dotenvy?)::var(?:_os)?\(\s*${quoted}\s*\)`;
const stops = String.raw`\s*(?:\.(?:expect|unwrap|context|with_context|wrap_err|wrap_err_with|map_err)\(|\?)`;
/** Names that Cargo, the compiler and build scripts set. */
const foreign = String.raw`(?!CARGO_|RUSTC|RUST_VERSION"|\w+_(?:HASH|SHA|COMMIT|DATE|TIMESTAMP)"|OUT_DIR"|TARGET"|HOST"|PROFILE"|VERGEN_|GIT_|BUILD_)`;

/** Rust: `env::var`, `env!` as the program is compiled, arguments of clap, structs of envy and figment. */
export const rust: Family = {
  files: /\.rs$/,
  forms: [
    { pattern: new RegExp(`\\b${call}(?=${stops})`, 'g'), required: true },
    {
      pattern: new RegExp(
        String.raw`\b${call}(?!${stops})(?:\s*\.(?:ok\(\)\s*\.)?(?:(?<block>unwrap_or_default|is_ok|ok|is_err)\(|unwrap_or(?:_else)?\(\s*(?:\|_?\w*\|\s*)?(?:String::from\(\s*|&)?(?:${literal}|(?<other>\S))))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(String.raw`\benv!\(\s*"${foreign}(?<name>[A-Z][A-Z0-9_]*)"`, 'g'),
      required: null,
      buildTime: true
    },
    {
      pattern: new RegExp(String.raw`\boption_env!\(\s*"${foreign}(?<name>[A-Z][A-Z0-9_]*)"`, 'g'),
      required: null,
      buildTime: true
    }
  ],
  readers: [argumentFields, settingsStructs]
};
