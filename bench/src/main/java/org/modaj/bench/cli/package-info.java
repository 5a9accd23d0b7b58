/** The command line: one class a command, and the conventions that all commands share. */
@NullMarked
package org.modaj.bench.cli;

import org.jspecify.annotations.NullMarked;
