import { describeTyping } from '../../typing.ts'
import { typing } from './typing.ts'

describeTyping(typing)
