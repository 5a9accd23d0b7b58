/** Repairing a weak network by a module of a strong one. */
package org.modaj.moda.replace;
