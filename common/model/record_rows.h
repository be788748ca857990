/* The tables that the admin does not show by themselves: only fixtures carry them. */
#ifndef MODEL_RECORD_ROWS_H
#define MODEL_RECORD_ROWS_H

#include "model/record.h"

extern const struct record_type record_setting, record_stock_change, record_order_line,
	record_order_change, record_reading, record_loan, record_history;

#endif
