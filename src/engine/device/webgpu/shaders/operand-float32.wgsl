// Operands of products are kept as they are.
alias Operand = f32;
