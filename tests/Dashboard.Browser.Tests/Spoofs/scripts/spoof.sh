# {U+202E}harmless{U+202C}
rm -rf "$1"{U+200B} # {U+2066}
cp {U+0430}bc /x
