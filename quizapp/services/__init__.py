"""One public function per user action, one commit each; may not import Flask or the web."""
