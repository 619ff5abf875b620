// Operands of products are rounded to float16.
enable f16;
alias Operand = f16;
