/**
 * From a pipeline file to the records and components it describes.
 *
 * <p>A file is read in three steps. The text becomes a tree of nodes that remember their line and column; overrides from
 * the command line are laid over it; and the tree is bound to records, with components looked up in the registry,
 * presets expanded, defaults filled in and bounds checked. Every step collects problems instead of stopping at the
 * first, and each problem says where in the file it is.
 *
 * <p>Binding is done here and not by Jackson: which record a mapping binds to is only known once a component's name was
 * looked up, presets are merged with what the user wrote according to those records, every value keeps its place for
 * checks that come later, and one mistake must not hide the next. Jackson writes the JSON Schema, nothing more.
 */
@NullMarked
package org.espalier.engine.config;

import org.jspecify.annotations.NullMarked;
