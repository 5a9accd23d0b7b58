/** Modules at work: sub-tasks of a classifier, and how composed networks do on them. */
package org.modaj.moda.reuse;
