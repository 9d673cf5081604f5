// What a question can do beyond its form. Each module binds itself by data attributes and classes.

import "./strike.mjs";
import "./ordering.mjs";
