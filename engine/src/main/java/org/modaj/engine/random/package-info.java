/** Random numbers that depend on a name and an index, never on the order of calls. */
package org.modaj.engine.random;
