/** The built-in schedules; {@link org.espalier.engine.schedule.ScheduleComponents} lists them. */
@NullMarked
package org.espalier.engine.schedule;

import org.jspecify.annotations.NullMarked;
